package dev.vivarium.proxmox.machine;

import dev.vivarium.proxmox.api.GuestConfig;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A machine's disk, {@code scsi0}. */
final class Disk {
    static final String KEY = "scsi0";

    private static final Pattern SIZE = Pattern.compile("(?:^|,)size=(\\d+(?:\\.\\d+)?)([KMGT]?)(?:,|$)");
    private static final String UNITS = "KMGT";

    private Disk() {}

    /** What makes it from an image. */
    static String from(String image, Place place, boolean onFiles) {
        return place.storage() + ":0,import-from=" + image + ",discard=on,iothread=1"
                + (onFiles ? ",format=qcow2" : "");
    }

    /** Where it is. */
    static String storage(GuestConfig config) {
        return config.value(KEY).orElse("").split(":", 2)[0];
    }

    /** Its size; empty if there is none, or it is not told. */
    static Optional<Long> mebibytes(GuestConfig config) {
        Matcher m = SIZE.matcher(config.value(KEY).orElse(""));
        if (!m.find()) {
            return Optional.empty();
        }
        int unit = m.group(2).isEmpty() ? -1 : UNITS.indexOf(m.group(2));
        double bytes = Double.parseDouble(m.group(1)) * Math.pow(1024, unit + 1);
        return Optional.of((long) (bytes / (1 << 20)));
    }
}
