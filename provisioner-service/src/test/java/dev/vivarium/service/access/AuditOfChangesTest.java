package dev.vivarium.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.config.AddressRange;
import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ContractCheck;
import dev.vivarium.service.fixture.SampleArchive;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.TestClient;
import dev.vivarium.service.fixture.Waiting;
import dev.vivarium.service.http.Endpoint;
import dev.vivarium.testkit.guest.Misbehaviour;
import dev.vivarium.testkit.simulated.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the contract that changes something leaves an entry in the audit when it did. */
@Timeout(120)
class AuditOfChangesTest {
    private static final Map<String, Object> POLICY = Map.of(
            "name",
            "p",
            "nodes",
            Map.of("labels", Map.of("no", "node")),
            "before",
            Map.of("nothing", true),
            "schedule",
            Map.of("cron", "0 0 1 1 *", "zone", "UTC"));

    @TempDir
    private Path directory;

    private ServiceUnderTest service;
    private TestClient client;

    @BeforeEach
    void start() {
        service = ServiceUnderTest.in(directory, config -> config.allowing(List.of(AddressRange.parse("127.0.0.0/8"))));
        client = service.client();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void eachOfThemIsThere() throws IOException {
        nodes();
        snapshotsAndSessions();
        strays();
        policies();
        content();
        access();
        Set<String> done = new TreeSet<>();
        client.get("/v1/audit?pageSize=1000").json().at("/items").forEach(entry -> {
            if (Set.of("accepted", "done").contains(entry.path("result").asText())) {
                done.add(entry.path("action").asText());
            }
        });
        assertThat(done).containsAll(changes());
    }

    private static Set<String> changes() {
        return ContractCheck.contract().endpoints().stream()
                .filter(Endpoint::isChange)
                .map(Endpoint::operationId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void nodes() {
        String node = "/v1/nodes/" + service.node("муза");
        for (String change : List.of("stop", "start", "restart", "verify")) {
            client.awaitEnd(client.post(node + "/" + change));
        }
        Path next = directory.resolve("AGI-core-2");
        SampleFiles.bundle(next, "2.0", "");
        client.awaitEnd(client.post(node + "/update", Map.of("bundle", next.toString())));
        client.awaitEnd(client.post(node + "/stop"));
        client.awaitEnd(client.post(node + "/clone", Map.of("name", "clone")));
        service.server().misbehave(Misbehaviour.INIT_FAILED);
        Answer put = client.put("/v1/nodes/" + UUID.randomUUID(), service.wish("put"));
        client.awaitEnd(put);
        service.server().behave();
        client.awaitEnd(client.post("/v1/nodes/" + put.at("/node") + "/retry"));
        client.delete(put.header("Location").orElseThrow());
        client.awaitEnd(client.delete(node));
    }

    private void snapshotsAndSessions() {
        String node = "/v1/nodes/" + service.node("снимки");
        String taken = node + "/snapshots/"
                + client.awaitEnd(client.post(node + "/snapshots", Map.of("name", "one")))
                        .at("/result/snapshot");
        client.patch(taken, Map.of("labels", Map.of("a", "b")));
        client.awaitEnd(client.post(taken + "/rollback"));
        client.awaitEnd(client.delete(taken));
        String session = client.post(node + "/sessions", Map.of("before", Map.of("nothing", true)))
                .header("Location")
                .orElseThrow();
        Waiting.until(
                "the session is open", () -> client.get(session).at("/state").equals("open"));
        client.post(session + "/end");
    }

    private void strays() {
        String id = service.node("потеряна");
        lose(id);
        client.awaitEnd(client.post("/v1/nodes/" + id + "/adopt", Map.of("hypervisor", "local", "name", "found")));
        lose(id);
        client.awaitEnd(client.delete("/v1/hypervisors/local/strays/" + id));
    }

    private void lose(String node) {
        service.service().vivarium().installation().journal().remove(NodeId.parse(node));
    }

    private void policies() {
        String policy = client.post("/v1/policies", POLICY).header("Location").orElseThrow();
        client.put(policy, POLICY);
        client.delete(policy);
    }

    private void content() throws IOException {
        Path unused = directory.resolve("unused.qcow2");
        SampleFiles.image(unused);
        Files.write(unused, new byte[1], StandardOpenOption.APPEND); // no node stands on it
        Answer pulled = client.awaitEnd(client.post("/v1/images", Map.of("reference", "file:" + unused)));
        Answer removed = client.delete("/v1/images/" + pulled.at("/result/image"), "Idempotency-Key", "once");
        assertThat(removed.status()).as(removed.text()).isEqualTo(204);
        assertThat(client.delete("/v1/images/" + pulled.at("/result/image"), "Idempotency-Key", "once")
                        .status())
                .as("the same request again")
                .isEqualTo(204);
        Path other = directory.resolve("other");
        SampleFiles.bundle(other, "1.0", "");
        client.delete(client.post("/v1/bundles", Map.of("path", other.toString()))
                .header("Location")
                .orElseThrow());
        byte[] archive = SampleArchive.of("bundle.yaml", "version: 1\nname: muse\nrelease: \"2\"\n");
        String upload = begin(archive);
        client.bytes("PATCH", upload, archive, "Upload-Offset", "0");
        client.post(upload + "/finish");
        client.delete(begin(archive));
    }

    private String begin(byte[] archive) {
        return client.post(
                        "/v1/uploads",
                        Map.<String, Object>of(
                                "sizeBytes",
                                archive.length,
                                "digest",
                                Digest.of(archive).toString()))
                .header("Location")
                .orElseThrow();
    }

    private void access() {
        client.delete(client.post("/v1/tokens", Map.of("name", "t", "role", "viewer"))
                .header("Location")
                .orElseThrow());
        client.delete(client.post(
                        "/v1/webhooks",
                        Map.<String, Object>of("url", "https://127.0.0.1:9/", "events", List.of("node-gone")))
                .header("Location")
                .orElseThrow());
    }
}
