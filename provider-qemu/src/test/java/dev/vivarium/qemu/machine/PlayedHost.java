package dev.vivarium.qemu.machine;

import java.nio.file.Path;
import java.util.Set;

/** A host as a test wants it. Memory and space in MiB. */
public record PlayedHost(
        int cores, long memory, long space, boolean virtualization, boolean kvmAccessible, Set<Integer> usedPorts)
        implements Host {

    /** Large enough for everything, without hardware virtualization. */
    public static final PlayedHost LARGE = new PlayedHost(8, 64_000, 500_000, false, false, Set.of());

    public PlayedHost withSpace(long mebibytes) {
        return new PlayedHost(cores, memory, mebibytes, virtualization, kvmAccessible, usedPorts);
    }

    PlayedHost withMemory(long mebibytes) {
        return new PlayedHost(cores, mebibytes, space, virtualization, kvmAccessible, usedPorts);
    }

    PlayedHost withKvm(boolean processor, boolean device) {
        return new PlayedHost(cores, memory, space, processor, device, usedPorts);
    }

    PlayedHost withUsedPorts(Set<Integer> ports) {
        return new PlayedHost(cores, memory, space, virtualization, kvmAccessible, ports);
    }

    @Override
    public long availableMemoryMiB() {
        return memory;
    }

    @Override
    public long totalMemoryMiB() {
        return memory;
    }

    @Override
    public long freeSpaceMiB(Path directory) {
        return space;
    }

    @Override
    public boolean portFree(int port) {
        return !usedPorts.contains(port);
    }
}
