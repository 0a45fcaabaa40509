package dev.vivarium.service;

import dev.vivarium.core.journal.ProcessLock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this instance is called among those that share its database. The first of a home has the home's name, and so finds at
 * its next start what it had claimed; one that starts beside it has a name of its own.
 */
final class InstanceName implements AutoCloseable {
    private final Optional<ProcessLock> first;
    private final String name;

    private InstanceName(Optional<ProcessLock> first, String name) {
        this.first = first;
        this.name = name;
    }

    static InstanceName of(Path home) {
        Optional<ProcessLock> lock = ProcessLock.tryHold(home.resolve("instance.lock"));
        String place = host() + ":" + home.toAbsolutePath().normalize();
        return new InstanceName(lock, lock.isPresent() ? place : place + "#" + System.nanoTime());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        first.ifPresent(ProcessLock::close);
    }
}
