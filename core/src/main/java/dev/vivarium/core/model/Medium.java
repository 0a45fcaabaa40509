package dev.vivarium.core.model;

import java.nio.file.Path;

/**
 * A read-only medium in one of the machine's drives. The set of drives never changes after create, as live snapshots do
 * not load into a machine with other devices; only what is in the drives changes.
 *
 * @param slot the drive, from 0; the seed is in drive 0, the bundle's layers follow
 * @param label the volume label
 * @param file an ISO image on this host
 */
public record Medium(int slot, String label, Path file) {
    /** The drive that holds the seed. */
    public static final int SEED_SLOT = 0;

    /** @throws IllegalArgumentException if the slot is negative */
    public Medium {
        if (slot < 0) {
            throw new IllegalArgumentException("a drive is counted from 0");
        }
    }
}
