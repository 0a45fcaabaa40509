package dev.vivarium.proxmox.api;

import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a task. An answer that holds one proves only that the task began. Keep {@link #text} in the journal: with it the
 * task is awaited after a restart.
 *
 * @param text the whole of it, as the server wrote it
 * @param node where the task runs
 * @param pid of the worker, on that node
 * @param pstart when the worker began, in the node's clock ticks; with {@code pid} unique until the next boot
 * @param started in whole seconds
 * @param type such as {@code qmcreate}
 * @param id of what it works on, such as a VM's; may be empty
 * @param user with the token's name, if it was one: {@code root@pam!rig}
 */
public record Upid(
        String text, String node, long pid, long pstart, Instant started, String type, String id, String user) {
    private static final Pattern FORM = Pattern.compile(
            "UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?):"
                    + "([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\\s/]{1,64}):([^:\\s/]{0,256}):([^:\\s/]{1,128}):");

    /**
     * Reads a task's name.
     *
     * @throws VivariumException of kind HYPERVISOR_FAULT if the text is no such name
     */
    public static Upid parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new VivariumException(
                    Kind.HYPERVISOR_FAULT,
                    "proxmox.answer",
                    "Proxmox VE was to name a task and answered '" + Printable.line(text)
                            + "'; check that the address is a Proxmox VE server's");
        }
        return new Upid(
                text,
                m.group(1),
                Long.parseLong(m.group(2), 16),
                Long.parseLong(m.group(3), 16),
                Instant.ofEpochSecond(Long.parseLong(m.group(4), 16)),
                m.group(5),
                m.group(6),
                m.group(7));
    }

    @Override
    public String toString() {
        return text;
    }
}
