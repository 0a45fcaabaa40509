package dev.vivarium.qemu.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** What this computer has; an interface so that tests can play a small one. */
public interface Host {

    /** Where the kernel's trees ({@code /sys}, {@code /proc}, {@code /dev}) are seen below. */
    default Path root() {
        return Path.of("/");
    }

    /** Processors. */
    int cores();

    /** Memory in MiB that programs can still get. */
    long availableMemoryMiB();

    /** Memory in MiB in all. */
    long totalMemoryMiB();

    /** Space in MiB that is left to us on the disk of this directory; the directory need not exist yet. */
    long freeSpaceMiB(Path directory) throws IOException;

    /** True if the processor itself says that it can run virtual machines. */
    boolean virtualization();

    /** What the processor says that it can do, as Linux writes it; empty if nobody tells. */
    default Set<String> cpuFeatures() {
        return Set.of();
    }

    /** True if we may open {@code /dev/kvm}. */
    boolean kvmAccessible();

    /** True if nobody listens on this port of 127.0.0.1. */
    boolean portFree(int port);
}
