package dev.vivarium.core.journal;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes to write down. */
final class Nodes {
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456789Z");

    private Nodes() {}

    /** A node with a value in every place. */
    static Node full(String name) {
        NodeId id = NodeId.random();
        SnapshotId first = SnapshotId.random();
        Digest digest = Digest.of("x".getBytes(StandardCharsets.UTF_8));
        Snapshot snapshot =
                new Snapshot(SnapshotId.random(), id, "перед сессией", SnapshotKind.LIVE, Optional.of(first), NOON);
        return new Node(
                id,
                NodeSpec.builder(name)
                        .id(id)
                        .bundle(Path.of("/srv/AGI-core"))
                        .secret("MUSE_TOKEN", "file:/srv/ключ")
                        .publish(8080)
                        .build(),
                new NodeIdentity(
                        new HostKey.Derived(1, "ssh-ed25519 AAAA"), 1, "vivarium", "52:54:00:00:00:01", "i-1", "node"),
                NodeState.READY,
                List.of(new Condition(Condition.Name.STARTED, Condition.Status.TRUE, "runs", NOON)),
                Optional.of(new Machine(
                        id,
                        "/machines/x",
                        Power.RUNNING,
                        List.of("10.0.0.1"),
                        List.of(new PortForward(22, new Endpoint("127.0.0.1", 40022))),
                        Map.of("accelerator", "tcg"))),
                Optional.of(new NodeBundle(
                        "muse",
                        "1.0",
                        digest,
                        "version: 1\nname: муза\n",
                        List.of(new NodeBundle.Layer("all", digest, "VIVARIUM", Path.of("/cache/x.iso"), 8192, 4096)),
                        Optional.of(Path.of("/srv/AGI-core")))),
                List.of(new NodeSnapshot(snapshot, NodeSnapshot.Origin.USER, true, Optional.empty())),
                3,
                Optional.of("почему"),
                NOON,
                NOON);
    }
}
