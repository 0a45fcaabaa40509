package dev.vivarium.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.client.model.AdoptRequest;
import dev.vivarium.client.model.Before;
import dev.vivarium.client.model.BundleRequest;
import dev.vivarium.client.model.CloneRequest;
import dev.vivarium.client.model.EventType;
import dev.vivarium.client.model.ImageRequest;
import dev.vivarium.client.model.NodeSpec;
import dev.vivarium.client.model.PolicySpec;
import dev.vivarium.client.model.Role;
import dev.vivarium.client.model.RollbackRequest;
import dev.vivarium.client.model.SessionEnd;
import dev.vivarium.client.model.SessionRequest;
import dev.vivarium.client.model.SnapshotPatch;
import dev.vivarium.client.model.SnapshotRequest;
import dev.vivarium.client.model.StopRequest;
import dev.vivarium.client.model.TokenRequest;
import dev.vivarium.client.model.UpdateRequest;
import dev.vivarium.client.model.UploadRequest;
import dev.vivarium.client.model.WebhookRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each operation of the contract is called by one method, with the headers that it takes. */
class OperationsOfContractTest {
    private static final UUID ID = new UUID(1, 2);
    private static final UUID OTHER = new UUID(3, 4);
    private static final NodeSpec SPEC = NodeSpec.builder("muse").build();
    private static final PolicySpec POLICY = PolicySpec.builder(
                    "evenings", PolicySpec.Selection.ids(List.of(ID)), PolicySpec.Schedule.of("0 19 * * *", "UTC"))
            .build();

    private final Map<String, Consumer<VivariumClient>> calls = new LinkedHashMap<>();

    OperationsOfContractTest() {
        ofNodes();
        ofSnapshotsAndSessions();
        ofTheRest();
        ofContent();
        ofAccess();
    }

    private void ofNodes() {
        calls.put("listNodes", c -> c.nodes().list(Nodes.Filter.named("Муза")).all());
        calls.put("createNode", c -> c.nodes().create(SPEC));
        calls.put("getNode", c -> c.nodes().get(ID));
        calls.put("getConsole", c -> c.nodes().console(ID, 100));
        calls.put("putNode", c -> c.nodes().put(ID, SPEC));
        calls.put("deleteNode", c -> c.nodes().delete(ID));
        calls.put("startNode", c -> c.nodes().start(ID));
        calls.put("stopNode", c -> c.nodes().stop(ID, StopRequest.of(StopRequest.Mode.FORCE)));
        calls.put("restartNode", c -> c.nodes().restart(ID));
        calls.put("verifyNode", c -> c.nodes().verify(ID));
        calls.put("retryNode", c -> c.nodes().retry(ID));
        CloneRequest twin = new CloneRequest("echo", Optional.of(true), Optional.empty(), Map.of());
        calls.put("cloneNode", c -> c.nodes().cloneNode(ID, twin));
        calls.put("updateNode", c -> c.nodes().update(ID, new UpdateRequest("/b", Map.of(), Optional.empty())));
        calls.put("adoptNode", c -> c.nodes().adopt(ID, new AdoptRequest("local", "muse", Map.of())));
    }

    private void ofSnapshotsAndSessions() {
        calls.put(
                "listSnapshots",
                c -> c.snapshots().list(ID, Map.of("team", "a&b")).all());
        calls.put("createSnapshot", c -> c.snapshots().take(ID, SnapshotRequest.named("s")));
        calls.put("getSnapshot", c -> c.snapshots().get(ID, OTHER));
        calls.put("patchSnapshot", c -> c.snapshots().change(ID, OTHER, SnapshotPatch.pin(true)));
        calls.put("deleteSnapshot", c -> c.snapshots().delete(ID, OTHER));
        calls.put("rollbackNode", c -> c.snapshots().rollback(ID, OTHER, RollbackRequest.of(true)));
        calls.put("listSessions", c -> c.sessions().list(ID, Optional.empty()).all());
        calls.put("openSession", c -> c.sessions().open(ID, SessionRequest.after(Before.rollbackTo("clean"))));
        calls.put("getSession", c -> c.sessions().get(ID, OTHER));
        calls.put("endSession", c -> c.sessions().end(ID, OTHER, SessionEnd.asPlanned()));
    }

    private void ofTheRest() {
        calls.put("listPolicies", c -> c.policies().list().all());
        calls.put("createPolicy", c -> c.policies().create(POLICY));
        calls.put("previewPolicy", c -> c.policies().preview(POLICY));
        calls.put("getPolicy", c -> c.policies().get(ID));
        calls.put("putPolicy", c -> c.policies().put(ID, POLICY));
        calls.put("deletePolicy", c -> c.policies().delete(ID));
        calls.put("listPolicyRuns", c -> c.policies().runs(ID).all());
        calls.put(
                "listOperations",
                c -> c.operations().list(Operations.Filter.on(ID)).all());
        calls.put("getOperation", c -> c.operations().get(ID));
        calls.put("cancelOperation", c -> c.operations().cancel(ID));
        calls.put("streamOperationEvents", c -> c.operations().follow(ID, event -> {}));
        calls.put("streamEvents", c -> c.operations().events(7, event -> false));
        calls.put("listProviders", c -> c.hypervisors().providers());
        calls.put("listHypervisors", c -> c.hypervisors().list());
        calls.put("getHypervisor", c -> c.hypervisors().get("local"));
        calls.put("listStrays", c -> c.hypervisors().strays("local"));
        calls.put("removeStray", c -> c.hypervisors().removeStray("local", ID));
        calls.put("listGpus", c -> c.hypervisors().gpus(Optional.of("local")));
        calls.put("getLiveness", c -> c.service().live());
        calls.put("getReadiness", c -> c.service().ready());
        calls.put("getMetrics", c -> c.service().metrics());
        calls.put("getContract", c -> c.service().contract());
    }

    private void ofContent() {
        calls.put("listImages", c -> c.images().list());
        calls.put("pullImage", c -> c.images().pull(new ImageRequest("ubuntu-22.04")));
        calls.put("deleteImage", c -> c.images().delete("sha256:" + "0".repeat(64)));
        calls.put("listBundles", c -> c.bundles().list().all());
        calls.put("registerBundle", c -> c.bundles().register(BundleRequest.directory("/srv/AGI-core")));
        calls.put("getBundle", c -> c.bundles().get(ID));
        calls.put("deleteBundle", c -> c.bundles().delete(ID));
        calls.put("beginUpload", c -> c.uploads().begin(new UploadRequest(1, "sha256:" + "0".repeat(64))));
        calls.put("getUpload", c -> c.uploads().get(ID));
        calls.put("continueUpload", c -> c.uploads().append(ID, 0, new byte[] {1}));
        calls.put("cancelUpload", c -> c.uploads().cancel(ID));
        calls.put("finishUpload", c -> c.uploads().finish(ID));
    }

    private void ofAccess() {
        calls.put("getCaller", c -> c.tokens().caller());
        calls.put("listTokens", c -> c.tokens().list().all());
        TokenRequest token = new TokenRequest("ci", Role.OPERATOR, Map.of(), Optional.empty());
        calls.put("createToken", c -> c.tokens().create(token));
        calls.put("revokeToken", c -> c.tokens().revoke(ID));
        calls.put(
                "listAudit",
                c -> c.tokens().audit(Optional.of(ID), Optional.empty()).all());
        calls.put("listWebhooks", c -> c.webhooks().list().all());
        WebhookRequest hook = new WebhookRequest("https://example.org", List.of(EventType.NODE_UNREADY));
        calls.put("createWebhook", c -> c.webhooks().create(hook));
        calls.put("getWebhook", c -> c.webhooks().get(ID));
        calls.put("deleteWebhook", c -> c.webhooks().delete(ID));
        calls.put("listDeliveries", c -> c.webhooks().deliveries(ID).all());
    }

    @Test
    void eachIsCalledAsTheContractSays() {
        Map<String, Contract.Operation> contracted = new Contract().operations();
        assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(contracted.keySet());
        try (FakeService service = new FakeService()) {
            VivariumClient client = service.client();
            contracted.forEach((id, operation) -> {
                service.requests().clear();
                assertThat(catchThrowableOfType(
                                ServiceException.class,
                                () -> calls.getOrDefault(id, c -> {}).accept(client)))
                        .as(id)
                        .isNotNull();
                assertThat(service.requests()).as(id).hasSize(1);
                verify(id, operation, service.requests().get(0));
            });
        }
    }

    private static void verify(String id, Contract.Operation operation, FakeService.Request request) {
        String path = operation.path().replaceAll("\\{[^}]*}", "[^/?]+") + "(\\?.*)?";
        assertThat(request.method()).as(id).isEqualTo(operation.method());
        assertThat(request.target()).as(id).matches(path);
        assertThat(request.headers().containsKey("Idempotency-key"))
                .as(id + " sends a key")
                .isEqualTo(operation.headers().contains("Idempotency-Key"));
        assertThat(request.header("Authorization")).as(id).isEqualTo("Bearer viv_canary");
    }

    @Test
    void anETagGoesWithWhatLooksAtItAndIsRefusedElsewhere() {
        Map<String, Contract.Operation> contracted = new Contract().operations();
        try (FakeService service = new FakeService()) {
            VivariumClient client = service.client().with(Change.ifMatch("\"1\""));
            contracted.forEach((id, operation) -> {
                if (operation.headers().contains("Idempotency-Key")) {
                    service.requests().clear();
                    boolean matched = operation.headers().contains("If-Match");
                    assertThat(catchThrowableOfType(
                                    RuntimeException.class,
                                    () -> calls.getOrDefault(id, c -> {}).accept(client)))
                            .as(id)
                            .isInstanceOf(matched ? ServiceException.class : IllegalArgumentException.class);
                    assertThat(service.requests()).as(id).hasSize(matched ? 1 : 0);
                    service.requests()
                            .forEach(r -> assertThat(r.header("If-match")).isEqualTo("\"1\""));
                }
            });
        }
    }
}
