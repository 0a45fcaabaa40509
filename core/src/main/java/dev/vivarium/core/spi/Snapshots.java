package dev.vivarium.core.spi;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import java.util.List;

/**
 * Snapshots of machines. Idempotent by {@link SnapshotId}: the same id is never taken twice.
 *
 * <p>The engine sees to the running state: it stops the machine before a {@link SnapshotKind#STOPPED} snapshot and starts
 * it after a rollback to one without memory, where it ran before.
 */
public interface Snapshots {

    /**
     * Takes a snapshot, or returns the one that an earlier try took.
     *
     * @param kind never {@code STOPPED} for a machine that runs, never {@code LIVE} for one that is off
     * @throws dev.vivarium.core.model.VivariumException CONFLICT if the machine's power does not fit the kind,
     *     UNSUPPORTED if the kind is not possible here; a snapshot that failed leaves nothing behind
     */
    Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work);

    /**
     * Brings the machine back to the snapshot: running where the snapshot holds memory, switched off where not. What is in
     * the drives stays as it is now.
     *
     * @throws dev.vivarium.core.model.VivariumException NOT_FOUND if there is no such snapshot; the machine is then as
     *     before
     */
    Machine rollback(Machine machine, SnapshotId id, Work work);

    /** Removes a snapshot; its children stay; gone already is success. */
    void delete(Machine machine, SnapshotId id, Work work);

    /** The machine's snapshots, oldest first; those of others and half-taken ones are not among them. */
    List<Snapshot> list(Machine machine);
}
