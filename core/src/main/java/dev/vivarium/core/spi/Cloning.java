package dev.vivarium.core.spi;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;

/** Machines whose disk comes from another machine of the same installation. */
public interface Cloning {

    /**
     * Makes the machine, switched off, its disk that of the source; or adopts what an earlier try left. Never makes a second
     * one. The clone has the spec's own identity, media, card and ports; it has none of the source's snapshots, and no memory.
     *
     * <p>The source stays as it is: one that runs runs on, one that is off stays off, and both may be changed, rolled back and
     * deleted afterwards, whatever stands on what they were.
     *
     * @param spec its disk is a {@link dev.vivarium.core.model.DiskSource.CloneOf}, its size that of the source's at least
     * @throws dev.vivarium.core.model.VivariumException NOT_FOUND if the source or the snapshot is not there, CONFLICT if no
     *     snapshot is named and the source is not off, INVALID if the disk would be smaller than the source's, UNSUPPORTED if
     *     such a clone is not possible here; a clone that failed is found by its node and can be deleted
     */
    Machine clone(MachineSpec spec, Work work);
}
