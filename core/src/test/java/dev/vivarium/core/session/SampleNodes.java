package dev.vivarium.core.session;

import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Nodes and snapshots for the tests of decisions. */
final class SampleNodes {
    static final NodeId ID = new NodeId(new UUID(1, 1));

    private SampleNodes() {}

    static Node node(NodeState state, NodeSnapshot... snapshots) {
        Instant made = Instant.parse("2026-01-01T00:00:00Z");
        return new Node(
                ID,
                NodeSpec.builder("муза").id(ID).build(),
                new NodeIdentity(
                        new HostKey.Given("ssh-ed25519 AAAA"), 1, "vivarium", "52:54:00:00:00:01", "iid-1", "muza"),
                state,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(snapshots),
                0,
                state == NodeState.UNREADY ? Optional.of("agent does not answer") : Optional.empty(),
                made,
                made);
    }

    static NodeSnapshot taken(String at) {
        return taken(Instant.parse(at), NodeSnapshot.Origin.SESSION, false);
    }

    static NodeSnapshot taken(Instant at, NodeSnapshot.Origin origin, boolean pinned) {
        return taken(SnapshotId.random(), "at-" + at.getEpochSecond(), at, origin, pinned);
    }

    static NodeSnapshot taken(SnapshotId id, String name, Instant at, NodeSnapshot.Origin origin, boolean pinned) {
        return new NodeSnapshot(
                new Snapshot(id, ID, name, SnapshotKind.LIVE, Optional.empty(), at), origin, pinned, Optional.empty());
    }
}
