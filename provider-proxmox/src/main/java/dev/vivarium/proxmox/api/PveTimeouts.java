package dev.vivarium.proxmox.api;

import java.time.Duration;

/**
 * How long the wire may stand still. Tasks have limits of their own ({@link TaskWait}).
 *
 * @param connect until a connection stands, TLS included
 * @param read between two pieces of an answer. Some calls, such as a change of a running machine's configuration, take half a
 *     minute before they answer
 * @param write between two pieces of a request
 * @param answer for all of one call; uploads are not limited by it
 */
public record PveTimeouts(Duration connect, Duration read, Duration write, Duration answer) {
    /** Connect 10 s, read 60 s, write 60 s, a whole call 3 min. */
    public static final PveTimeouts DEFAULT = new PveTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(3));
}
