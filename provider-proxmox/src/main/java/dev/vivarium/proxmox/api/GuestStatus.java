package dev.vivarium.proxmox.api;

import java.time.Duration;
import java.util.Optional;

/**
 * How a guest is just now.
 *
 * @param running whether its process is there; a paused one runs, too
 * @param qmp QEMU's own word, such as {@code running}, {@code paused}, {@code internal-error}; the same as {@code status} for a
 *     container
 * @param lock what holds it: {@code snapshot}, {@code backup}, {@code suspended}, …
 * @param haManaged whether the cluster's high availability starts and stops it
 * @param uptime since its process began
 * @param cpu part of its processors in use, 0 to 1
 * @param memory in use, in bytes
 */
public record GuestStatus(
        int id,
        boolean running,
        String qmp,
        Optional<String> lock,
        boolean haManaged,
        boolean agent,
        Duration uptime,
        double cpu,
        long memory) {

    static GuestStatus read(Fields fields) {
        String status = fields.text("status", "unknown");
        return new GuestStatus(
                fields.needInt("vmid"),
                status.equals("running"),
                fields.text("qmpstatus", status),
                fields.text("lock"),
                fields.raw("ha").isObject() && Fields.of(fields.raw("ha")).flag("managed"),
                fields.flag("agent"),
                Duration.ofSeconds(fields.number("uptime", 0)),
                fields.decimal("cpu").orElse(0),
                fields.number("mem", 0));
    }
}
