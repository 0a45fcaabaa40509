package dev.vivarium.cloudinit.bundle;

import java.util.Optional;

/** What must hold of a guest's TCP port before its node is READY. */
public sealed interface HealthCheck {
    /** Unique in the manifest. */
    String name();

    /** The guest's TCP port. */
    int port();

    /**
     * A GET answers with this status, and with this text somewhere in the body.
     *
     * @param path begins with {@code /}
     */
    record Http(String name, int port, String path, int status, Optional<String> contains) implements HealthCheck {}

    /** A connection is accepted. */
    record Tcp(String name, int port) implements HealthCheck {}
}
