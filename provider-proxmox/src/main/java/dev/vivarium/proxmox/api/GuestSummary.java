package dev.vivarium.proxmox.api;

import java.util.List;
import java.util.Optional;

/**
 * A guest as the cluster's list shows it. The list lags by some ten seconds.
 *
 * @param name as it was given; empty where the server made one up ({@code VM 104})
 * @param status {@code running}, {@code stopped}, or {@code unknown} right after a node came up
 * @param tags in lower case and sorted, as the server keeps them
 * @param lock what holds it just now: {@code snapshot}, {@code backup}, …
 * @param memory at most, in bytes
 */
public record GuestSummary(
        GuestType type,
        int id,
        String node,
        String name,
        String status,
        boolean template,
        List<String> tags,
        Optional<String> pool,
        Optional<String> lock,
        double cores,
        long memory) {

    static GuestSummary read(Fields fields) {
        int id = fields.needInt("vmid");
        String name = fields.text("name", "");
        return new GuestSummary(
                fields.text("type", "qemu").equals("lxc") ? GuestType.LXC : GuestType.QEMU,
                id,
                fields.need("node"),
                name.equals("VM " + id) || name.equals("CT " + id) ? "" : name,
                fields.text("status", "unknown"),
                fields.flag("template"),
                GuestConfig.tags(fields.text("tags", "")),
                fields.text("pool"),
                fields.text("lock"),
                fields.decimal("maxcpu").orElse(0),
                fields.number("maxmem", 0));
    }
}
