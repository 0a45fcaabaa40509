package dev.vivarium.testkit.journal;

import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Nodes to write down. */
public final class SampleNodes {
    /** When all of it happened; to the nanosecond, as journals keep it. */
    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456789Z");

    private SampleNodes() {}

    /** A node of this name that is READY, in its third generation. */
    public static Node ready(String name) {
        NodeSpec spec = NodeSpec.builder(name).publish(8080).build();
        HostKey key = new HostKey.Derived(1, "ssh-ed25519 AAAA");
        NodeIdentity identity = new NodeIdentity(key, 1, "vivarium", "52:54:00:00:00:01", "i-1", "node");
        return new Node(
                spec.id(),
                spec,
                identity,
                NodeState.READY,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                3,
                Optional.of("почему"),
                NOON,
                NOON);
    }
}
