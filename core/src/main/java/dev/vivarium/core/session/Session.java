package dev.vivarium.core.session;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import java.time.Instant;
import java.util.Optional;

/**
 * A period of use that is open.
 *
 * @param node who is used
 * @param startedAt since when
 * @param startedFrom the snapshot that was taken or rolled back to before it started
 */
public record Session(NodeId node, Instant startedAt, Optional<SnapshotId> startedFrom) {}
