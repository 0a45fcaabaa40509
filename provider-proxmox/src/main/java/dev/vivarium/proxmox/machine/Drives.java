package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.proxmox.api.GuestConfig;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A machine's read-only drives: {@code scsi1} and following, beside the disk {@code scsi0}. */
public final class Drives {
    /** {@code scsi0} to {@code scsi30}. */
    static final int MOST = 30;

    private static final String EMPTY = "none,media=cdrom";

    private Drives() {}

    /**
     * Passes if these media can be in a machine's drives.
     *
     * @throws VivariumException INVALID if two are in one drive or a drive does not exist, NOT_FOUND if a file cannot be read
     */
    static void check(List<Medium> wanted, int drives) {
        Set<Integer> slots = new HashSet<>();
        for (Medium medium : wanted) {
            if (medium.slot() >= drives || !slots.add(medium.slot())) {
                throw new VivariumException(
                        Kind.INVALID,
                        "proxmox.drive",
                        "the medium " + medium.label() + " needs drive " + medium.slot()
                                + " for itself; the machine has " + drives + " drives");
            }
            if (!Files.isReadable(medium.file())) {
                throw new VivariumException(
                        Kind.NOT_FOUND,
                        "proxmox.medium-missing",
                        "the medium " + medium.label() + " cannot be read: " + medium.file()
                                + "; put it back, or empty the drive");
            }
        }
    }

    static String key(int slot) {
        return "scsi" + (slot + 1);
    }

    /** The value of a drive that holds this volume, or nothing. */
    static String value(Optional<String> volume) {
        return volume.map(v -> v + ",media=cdrom").orElse(EMPTY);
    }

    /** How many drives a machine has. */
    static int count(GuestConfig config) {
        return (int) IntStream.range(0, MOST)
                .takeWhile(slot -> config.value(key(slot))
                        .filter(value -> value.contains("media=cdrom"))
                        .isPresent())
                .count();
    }

    /** The volumes in a machine's drives, by drive; empty drives are not in it. */
    public static Map<Integer, String> volumes(GuestConfig config) {
        Map<Integer, String> volumes = new TreeMap<>();
        for (int slot = 0; slot < count(config); slot++) {
            String volume = config.value(key(slot)).orElse("").split(",", 2)[0];
            if (!volume.equals("none") && !volume.isEmpty()) {
                volumes.put(slot, volume);
            }
        }
        return volumes;
    }
}
