package dev.vivarium.service.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.SampleArchive;
import dev.vivarium.service.fixture.SharedService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentTest extends SharedService {
    private static final String MANIFEST = "version: 1\nname: muse\nrelease: \"2\"\n";

    @Test
    void aBundleIsUploadedInPartsUsedAndRemoved() {
        byte[] archive = SampleArchive.of("bundle.yaml", MANIFEST, "boot/readme", "текст");
        String upload = begin(archive);
        int half = archive.length / 2;
        assertThat(part(upload, 0, Arrays.copyOf(archive, half)).at("/offsetBytes"))
                .isEqualTo("" + half);
        assertThat(part(upload, 0, archive).at("/code")).isEqualTo("upload.offset");
        assertThat(client.post(upload + "/finish").at("/code")).isEqualTo("upload.incomplete");
        part(upload, half, Arrays.copyOfRange(archive, half, archive.length));
        Answer bundle = client.post(upload + "/finish");
        assertThat(bundle.status()).as(bundle.text()).isEqualTo(201);
        assertThat(bundle.at("/version")).isEqualTo("2");

        String node = service.node("of-upload", Map.of("bundle", bundle.at("/id")));
        assertThat(client.get("/v1/bundles/" + bundle.at("/id")).at("/usedBy/0"))
                .isEqualTo(node);
        assertThat(client.delete("/v1/bundles/" + bundle.at("/id")).at("/code")).isEqualTo("bundle.used");
        client.awaitEnd(client.delete("/v1/nodes/" + node));
        assertThat(client.delete("/v1/bundles/" + bundle.at("/id")).status()).isEqualTo(204);
        assertThat(Files.exists(java.nio.file.Path.of(bundle.at("/path")))).isFalse();
    }

    @Test
    void archivesThatLeadOutOfThemselvesAreRefused() {
        for (String name : new String[] {"../outside", "/etc/passwd", "a/../../b"}) {
            byte[] archive = SampleArchive.of("bundle.yaml", MANIFEST, name, "x");
            String upload = begin(archive);
            part(upload, 0, archive);
            assertThat(client.post(upload + "/finish").at("/code")).as(name).isEqualTo("bundle.archive");
        }
        byte[] noise = "no archive at all".getBytes(StandardCharsets.UTF_8);
        String upload = begin(noise);
        part(upload, 0, noise);
        assertThat(client.post(upload + "/finish").status()).isEqualTo(400);
        assertThat(client.delete(upload).status()).isEqualTo(204);
        assertThat(client.get(upload).status()).isEqualTo(404);
    }

    @Test
    void aDirectoryIsRegisteredOnce() {
        Map<String, Object> body =
                Map.of("path", service.directory().resolve("AGI-core").toString());
        Answer bundle = client.post("/v1/bundles", body);
        assertThat(bundle.status()).as(bundle.text()).isEqualTo(201);
        assertThat(client.post("/v1/bundles", body).at("/id")).isEqualTo(bundle.at("/id"));
        assertThat(client.get("/v1/bundles").text()).contains(bundle.at("/id"));
        assertThat(client.post("/v1/bundles", Map.of("path", "/nowhere")).at("/code"))
                .isEqualTo("bundle.invalid");
    }

    @Test
    void privateAddressesAreRefused() {
        String digest = "sha256:" + "0".repeat(64);
        for (String host :
                new String[] {"127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "192.168.1.1"}) {
            Answer bundle = client.post("/v1/bundles", Map.of("url", "https://" + host + "/b.tar", "digest", digest));
            assertThat(bundle.at("/code")).as(host + bundle.text()).isEqualTo("address.refused");
            Answer image = client.post("/v1/images", Map.of("reference", "https://" + host + "/i.img#" + digest));
            assertThat(image.at("/code")).as(host).isEqualTo("address.refused");
            Answer node =
                    client.post("/v1/nodes", service.wish("x", Map.of("image", "https://" + host + "/i#" + digest)));
            assertThat(node.at("/code")).as(host).isEqualTo("address.refused");
        }
    }

    @Test
    void anImageIsPulledListedAndRemoved() {
        Answer pulled = client.awaitEnd(client.post(
                "/v1/images", Map.of("reference", "file:" + service.directory().resolve("image.qcow2"))));
        assertThat(pulled.at("/state")).as(pulled.text()).isEqualTo("done");
        String digest = pulled.at("/result/image");
        assertThat(client.get("/v1/images").text()).contains(digest);
        assertThat(client.delete("/v1/images/" + digest).status()).isIn(204, 409);
        Answer unknown = client.awaitEnd(client.post("/v1/images", Map.of("reference", "file:/nowhere.img")));
        assertThat(unknown.at("/state")).isEqualTo("failed");
    }

    @Test
    void hypervisorsAndProvidersAreShown() {
        assertThat(client.get("/v1/hypervisors").at("/items/0/health")).isEqualTo("up");
        assertThat(client.get("/v1/hypervisors/local").json().at("/capabilities"))
                .isNotEmpty();
        assertThat(client.get("/v1/hypervisors/nowhere").status()).isEqualTo(404);
        assertThat(client.get("/v1/providers").text()).contains("simulated");
        assertThat(client.get("/v1/gpus").status()).isEqualTo(200);
    }

    private static String begin(byte[] archive) {
        Answer begun = client.post(
                "/v1/uploads",
                Map.<String, Object>of(
                        "sizeBytes",
                        archive.length,
                        "digest",
                        Digest.of(archive).toString()));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return begun.header("Location").orElseThrow();
    }

    private static Answer part(String upload, long offset, byte[] bytes) {
        return client.bytes("PATCH", upload, bytes, "Upload-Offset", "" + offset);
    }
}
