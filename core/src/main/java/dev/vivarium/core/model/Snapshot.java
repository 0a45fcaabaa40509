package dev.vivarium.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A point that a node can be rolled back to.
 *
 * @param id chosen before it was taken
 * @param node whose it is
 * @param name for people; unique within the node
 * @param kind what it holds
 * @param parent the snapshot that the disk stood on when this one was taken; empty for a root of the tree
 * @param takenAt when
 */
public record Snapshot(
        SnapshotId id, NodeId node, String name, SnapshotKind kind, Optional<SnapshotId> parent, Instant takenAt) {}
