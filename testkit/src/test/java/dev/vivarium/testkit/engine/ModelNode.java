package dev.vivarium.testkit.engine;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be true of one node: the simplest thing that could be called a hypervisor. */
final class ModelNode {
    private final Map<String, ModelSnapshot> snapshots = new LinkedHashMap<>();
    private State state = State.ABSENT;
    private Optional<String> standing = Optional.empty();
    private int taken;

    enum State {
        ABSENT,
        OFF,
        READY
    }

    /** What is known of a snapshot. */
    record ModelSnapshot(SnapshotKind kind, Optional<String> parent) {}

    State state() {
        return state;
    }

    /** The name of the snapshot of this number, counted round and round; null if there is none. */
    @Nullable
    String snapshot(int number) {
        return snapshots.keySet().stream()
                .skip(snapshots.isEmpty() ? 0 : number % snapshots.size())
                .findFirst()
                .orElse(null);
    }

    /** The name that the next snapshot gets. */
    String nextName() {
        return "снимок " + (taken + 1);
    }

    void created() {
        state = State.READY;
    }

    void started() {
        state = State.READY;
    }

    void stopped() {
        state = State.OFF;
    }

    void deleted() {
        state = State.ABSENT;
        standing = Optional.empty();
        snapshots.clear();
    }

    void took(String name) {
        taken++;
        snapshots.put(
                name, new ModelSnapshot(state == State.READY ? SnapshotKind.LIVE : SnapshotKind.STOPPED, standing));
        standing = Optional.of(name);
    }

    /** With memory it runs; without it is off, and is started again only where it ran. */
    void rolledBackTo(String name) {
        ModelSnapshot snapshot = snapshots.get(name);
        if (snapshot != null && snapshot.kind().holdsMemory()) {
            state = State.READY;
        }
        standing = Optional.of(name);
    }

    void removed(String name) {
        ModelSnapshot gone = snapshots.remove(name);
        if (gone != null) {
            snapshots.replaceAll((other, s) ->
                    s.parent().equals(Optional.of(name)) ? new ModelSnapshot(s.kind(), gone.parent()) : s);
            standing = standing.equals(Optional.of(name)) ? gone.parent() : standing;
        }
    }

    /** What of it differs in a real node; empty if nothing does. */
    String differenceTo(Optional<Node> real) {
        if (real.isEmpty() || state == State.ABSENT) {
            return real.isEmpty() == (state == State.ABSENT) ? "" : "is " + real + ", should be " + state;
        }
        NodeState expected = state == State.READY ? NodeState.READY : NodeState.STOPPED;
        if (real.get().state() != expected) {
            return "is " + real.get().state() + " (" + real.get().problem().orElse("") + "), should be " + expected;
        }
        Map<SnapshotId, String> names = real.get().snapshots().stream()
                .map(NodeSnapshot::snapshot)
                .collect(Collectors.toMap(Snapshot::id, Snapshot::name));
        Map<String, ModelSnapshot> seen = real.get().snapshots().stream()
                .map(NodeSnapshot::snapshot)
                .collect(Collectors.toMap(
                        Snapshot::name,
                        s -> new ModelSnapshot(s.kind(), s.parent().map(names::get))));
        return seen.equals(snapshots) ? "" : "has the snapshots " + seen + ", should have " + snapshots;
    }
}
