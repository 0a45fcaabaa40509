package dev.vivarium.proxmox.api;

import java.util.Optional;

/**
 * A node as the list shows it; amounts are 0 where its state is not known yet or the right to see them is missing.
 *
 * @param online whether the cluster sees it
 * @param cores processors, threads counted
 * @param load part of all processors in use, 0 to 1
 * @param memory in bytes
 * @param memoryUsed in bytes
 * @param fingerprint of its certificate, as it is pinned
 */
public record NodeSummary(
        String name,
        boolean online,
        int cores,
        double load,
        long memory,
        long memoryUsed,
        Optional<String> fingerprint) {

    static NodeSummary read(Fields fields) {
        return new NodeSummary(
                fields.need("node"),
                fields.text("status", "").equals("online"),
                (int) fields.number("maxcpu", 0),
                fields.decimal("cpu").orElse(0),
                fields.number("maxmem", 0),
                fields.number("mem", 0),
                fields.text("ssl_fingerprint"));
    }
}
