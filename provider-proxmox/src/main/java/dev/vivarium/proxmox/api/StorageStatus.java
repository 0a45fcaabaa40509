package dev.vivarium.proxmox.api;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * A storage as one node sees it.
 *
 * @param type such as {@code dir}, {@code zfspool}, {@code lvmthin}, {@code rbd}
 * @param content what it may hold: {@code images}, {@code iso}, {@code import}, {@code vztmpl}, {@code rootdir}, …
 * @param shared whether all its nodes see the same volumes
 * @param active whether it can be used just now
 * @param total in bytes; 0 where it is not active
 * @param available in bytes; 0 where it is not active
 */
public record StorageStatus(
        String name,
        String type,
        Set<String> content,
        boolean shared,
        boolean enabled,
        boolean active,
        long total,
        long available) {

    static StorageStatus read(Fields fields) {
        Set<String> content =
                new TreeSet<>(Arrays.asList(fields.text("content", "").split(",", -1)));
        content.remove("");
        return new StorageStatus(
                fields.need("storage"),
                fields.text("type", ""),
                content,
                fields.flag("shared"),
                fields.flag("enabled", true),
                fields.flag("active"),
                fields.number("total", 0),
                fields.number("avail", 0));
    }
}
