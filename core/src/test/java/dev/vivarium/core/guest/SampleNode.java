package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node named Муза with a small bundle, for the tests of verification. */
final class SampleNode {
    static final String MANIFEST = """
            version: 1
            name: muse
            release: "1.0"
            services:
              - unit: boot/muse-agent.service
            ports:
              - {name: agent, port: 8080}
            health:
              - name: agent
                http: {port: 8080, path: /health, status: 200, contains: ok}
              - name: llm
                tcp: {port: 8081}
            probes:
              - name: greeting
                prompt: Кто ты?
                port: 8080
                expect: {contains: "${node.name}"}
            """;

    private SampleNode() {}

    static Optional<BundleManifest> manifest() {
        return Optional.of(BundleManifest.parse("bundle.yaml", MANIFEST));
    }

    static Node node(int gpus, boolean withBundle) {
        NodeId id = NodeId.random();
        Instant made = Instant.parse("2026-01-01T00:00:00Z");
        return new Node(
                id,
                NodeSpec.builder("Муза").id(id).gpus(gpus).build(),
                new NodeIdentity(
                        new HostKey.Given("ssh-ed25519 AAAA"), 1, "vivarium", "52:54:00:00:00:01", "iid-1", "muza"),
                NodeState.PROVISIONING,
                List.of(),
                Optional.empty(),
                withBundle
                        ? Optional.of(new NodeBundle(
                                "muse",
                                "1.0",
                                Digest.parse(SampleReport.BUNDLE),
                                MANIFEST,
                                List.of(),
                                Optional.empty()))
                        : Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                made,
                made);
    }

    static Machine machine(Node node, int publishedAgent) {
        return new Machine(
                node.id(),
                "pid 1",
                Power.RUNNING,
                List.of(),
                publishedAgent == 0
                        ? List.of()
                        : List.of(new PortForward(8080, new Endpoint("127.0.0.1", publishedAgent))),
                Map.of());
    }
}
