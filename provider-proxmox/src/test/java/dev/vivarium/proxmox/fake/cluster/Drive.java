package dev.vivarium.proxmox.fake.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A drive's line in a configuration: {@code local:107/vm-107-disk-0.qcow2,size=1G}. */
public record Drive(String file, Map<String, String> options) {
    private static final Pattern KEY =
            Pattern.compile("(ide|sata|scsi|virtio)[0-9]+|efidisk0|tpmstate0|rootfs|mp[0-9]+|unused[0-9]+");

    /** Whether a configuration's key is a drive's. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** Reads a line. */
    public static Drive parse(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        String file = "";
        for (String part : text.split(",", -1)) {
            int eq = part.indexOf('=');
            if (eq < 0) {
                file = part;
            } else if (part.startsWith("file=") || part.startsWith("volume=")) {
                file = part.substring(eq + 1);
            } else {
                options.put(part.substring(0, eq), part.substring(eq + 1));
            }
        }
        return new Drive(file, options);
    }

    public boolean isCdrom() {
        return "cdrom".equals(options.get("media"));
    }

    /** Whether it names a volume that is there, and not one to be made. */
    public boolean isVolume() {
        return file.indexOf(':') > 0 && !file.substring(file.indexOf(':') + 1).matches("[0-9.]+|cloudinit");
    }

    public String storage() {
        return file.indexOf(':') < 0 ? "" : file.substring(0, file.indexOf(':'));
    }

    /** Behind the storage's name. */
    public String rest() {
        return file.substring(file.indexOf(':') + 1);
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** The line for another volume; what only a creation needs is left out, options come sorted. */
    public String of(String volume, Optional<Long> size) {
        Map<String, String> all = new java.util.TreeMap<>(options);
        all.remove("import-from");
        all.remove("format");
        all.remove("size");
        size.ifPresent(bytes -> all.put("size", Sizes.format(bytes)));
        StringBuilder line = new StringBuilder(volume);
        all.forEach((key, value) -> line.append(',').append(key).append('=').append(value));
        return line.toString();
    }
}
