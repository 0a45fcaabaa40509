package dev.vivarium.proxmox.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A volume on a storage.
 *
 * @param id such as {@code local:iso/debian.iso} or {@code local:107/vm-107-disk-0.qcow2}
 * @param content such as {@code iso} or {@code images}
 * @param size in bytes, as the guest sees it
 * @param guest whose it is by its name, if it is a guest's
 * @param parent what it was cloned from, in the storage's own words
 */
public record Volume(
        String id,
        String content,
        String format,
        long size,
        OptionalInt guest,
        Optional<Instant> made,
        Optional<String> parent) {

    static Volume read(Fields fields) {
        return new Volume(
                fields.need("volid"),
                fields.text("content", ""),
                fields.text("format", ""),
                fields.number("size", 0),
                fields.number("vmid").isPresent() ? OptionalInt.of(fields.needInt("vmid")) : OptionalInt.empty(),
                fields.time("ctime"),
                fields.text("parent"));
    }
}
