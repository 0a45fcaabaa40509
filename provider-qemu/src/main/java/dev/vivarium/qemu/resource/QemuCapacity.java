package dev.vivarium.qemu.resource;

import dev.vivarium.core.model.HostResources;
import dev.vivarium.core.spi.Capacity;
import dev.vivarium.qemu.machine.Host;
import dev.vivarium.qemu.machine.Site;
import java.io.IOException;
import java.util.Optional;

/** What this computer has for QEMU's machines. */
public final class QemuCapacity implements Capacity {
    /** More than any computer has: what a host says whose memory nobody tells. */
    private static final long UNTOLD = 1L << 40;

    private final Site site;

    /** Of this one. */
    public QemuCapacity(Site site) {
        this.site = site;
    }

    @Override
    public HostResources now() {
        Host host = site.host();
        return new HostResources(
                Optional.of(host.cores()), told(host.totalMemoryMiB()), told(host.availableMemoryMiB()), freeDisk());
    }

    private static Optional<Long> told(long mebibytes) {
        return Optional.of(mebibytes).filter(m -> m < UNTOLD);
    }

    private Optional<Long> freeDisk() {
        try {
            return told(site.host().freeSpaceMiB(site.settings().directory()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
