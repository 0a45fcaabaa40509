package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Medium;
import dev.vivarium.core.spi.MediaCheck;
import dev.vivarium.proxmox.api.GuestConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A machine's read-only drives: {@code scsi1} and following, beside the disk {@code scsi0}. */
public final class Drives {
    /** {@code scsi0} to {@code scsi30}. */
    static final int MOST = 30;

    private static final String EMPTY = "none,media=cdrom";

    private Drives() {}

    /** Passes if these media can be in a machine's drives; see {@link MediaCheck#check}. */
    static void check(List<Medium> wanted, int drives) {
        MediaCheck.check(wanted, drives, "proxmox.drive", "proxmox.medium-missing");
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
