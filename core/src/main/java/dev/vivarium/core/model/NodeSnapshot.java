package dev.vivarium.core.model;

import java.util.Map;
import java.util.Optional;

/**
 * A snapshot as the installation knows it.
 *
 * @param snapshot what the hypervisor holds
 * @param origin who wanted it
 * @param pinned never deleted by retention
 * @param bundle what the node ran when it was taken, and runs again after a rollback; empty in records of before updates
 * @param labels by which it is chosen; see {@link Labels}
 * @param secrets where the values of that bundle's secrets were kept, by name, as in {@link NodeSpec#secrets}
 */
public record NodeSnapshot(
        Snapshot snapshot,
        Origin origin,
        boolean pinned,
        Optional<NodeBundle> bundle,
        Map<String, String> labels,
        Map<String, String> secrets) {

    public NodeSnapshot {
        labels = Labels.checked(labels); // older journals have neither
        secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
    }

    /** One without labels, of a bundle without secrets. */
    public NodeSnapshot(Snapshot snapshot, Origin origin, boolean pinned, Optional<NodeBundle> bundle) {
        this(snapshot, origin, pinned, bundle, Map.of(), Map.of());
    }

    /** One of this node as it is. */
    public static NodeSnapshot of(
            Node node, Snapshot snapshot, Origin origin, boolean pinned, Map<String, String> labels) {
        return new NodeSnapshot(
                snapshot, origin, pinned, node.bundle(), labels, node.spec().secrets());
    }

    /** The same, as the hypervisor shows it now. */
    public NodeSnapshot seenAs(Snapshot now) {
        return new NodeSnapshot(now, origin, pinned, bundle, labels, secrets);
    }

    /** The same, pinned or not. */
    public NodeSnapshot pinned(boolean now) {
        return new NodeSnapshot(snapshot, origin, now, bundle, labels, secrets);
    }

    /** The same with other labels. */
    public NodeSnapshot labelled(Map<String, String> now) {
        return new NodeSnapshot(snapshot, origin, pinned, bundle, now, secrets);
    }

    /** Who wanted it. */
    public enum Origin {
        /** A person or a program, by name. Retention leaves it alone. */
        USER,
        /** Taken before or after a session, by policy. */
        SESSION,
        /** Taken before a rollback, to undo it. */
        SAFETY,
        /** Taken when the node first became READY. */
        BASELINE
    }
}
