package dev.vivarium.qemu.machine;

import java.io.IOException;
import java.nio.file.Path;

/** A host whose kernel shows a tree that was made by hand. */
public record RootedHost(Host host, Path root) implements Host {
    @Override
    public int cores() {
        return host.cores();
    }

    @Override
    public long availableMemoryMiB() {
        return host.availableMemoryMiB();
    }

    @Override
    public long totalMemoryMiB() {
        return host.totalMemoryMiB();
    }

    @Override
    public long freeSpaceMiB(Path directory) throws IOException {
        return host.freeSpaceMiB(directory);
    }

    @Override
    public boolean virtualization() {
        return host.virtualization();
    }

    @Override
    public boolean kvmAccessible() {
        return host.kvmAccessible();
    }

    @Override
    public boolean portFree(int port) {
        return host.portFree(port);
    }
}
