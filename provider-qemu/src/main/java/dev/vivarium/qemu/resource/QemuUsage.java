package dev.vivarium.qemu.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Usage;
import dev.vivarium.qemu.api.HostProcess;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.QemuTools;
import dev.vivarium.qemu.api.Qmp;
import dev.vivarium.qemu.machine.MachineDirectory;
import dev.vivarium.qemu.machine.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What QEMU processes and their disks take, by {@code /proc}, the monitor for looks, and qemu-img for those that are off. */
public final class QemuUsage implements Usage {
    private static final Duration ANSWER = Duration.ofMillis(500);

    /** Processor time is counted in ticks of some milliseconds: a shorter look would see nothing. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Site site;

    /** For this site's machines. */
    public QemuUsage(Site site) {
        this.site = site;
    }

    @Override
    public ResourceUsage of(Machine machine) {
        MachineDirectory directory =
                site.directories().of(site.directories().get(machine.node()).node());
        return site.process(directory)
                .map(pid -> running(new HostProcess(pid), directory))
                .orElseGet(() -> disk(imageOfStopped(directory), Optional.empty()));
    }

    private ResourceUsage running(HostProcess process, MachineDirectory directory) {
        Optional<Duration> before = process.cpuTime();
        long began = System.nanoTime();
        ResourceUsage known = asked(directory);
        LockSupport.parkNanos(Math.max(0, LOOK.toNanos() - (System.nanoTime() - began)));
        Optional<Duration> after = process.cpuTime();
        long looked = System.nanoTime() - began;
        Optional<Double> load =
                before.flatMap(b -> after.map(a -> Math.max(0, a.minus(b).toNanos()) / (double) looked));
        Optional<Instant> started = process.started();
        return new ResourceUsage(
                after,
                load,
                process.residentBytes(),
                known.guestMemoryBytes(),
                known.diskBytes(),
                known.diskVirtualBytes(),
                known.savedMemoryBytes(),
                started.map(s -> Duration.between(s, site.clock().instant())));
    }

    /** What QEMU itself says; nothing while it is busy. */
    private static ResourceUsage asked(MachineDirectory directory) {
        try (Qmp qmp = Qmp.connect(directory.view(), directory.calls(), Patience.of(ANSWER))) {
            Optional<Long> memory = new Balloon(qmp)
                    .actual(ANSWER).stream()
                            .boxed()
                            .findFirst()
                            .or(() -> Optional.of(qmp.execute("query-memory-size-summary", ANSWER)
                                    .path("base-memory")
                                    .asLong()));
            for (JsonNode node : qmp.execute("query-named-block-nodes", Map.of("flat", true), Patience.of(ANSWER))) {
                if (node.path("node-name").asText().equals("disk")) {
                    return disk(Optional.of(node.path("image")), memory);
                }
            }
            return disk(Optional.empty(), memory);
        } catch (VivariumException e) {
            return disk(Optional.empty(), Optional.empty());
        }
    }

    private Optional<JsonNode> imageOfStopped(MachineDirectory directory) {
        try {
            QemuTools tools = site.tools();
            return Optional.of(tools.image(directory.disk()));
        } catch (VivariumException e) {
            return Optional.empty(); // half-made, or in use at this moment
        }
    }

    private static ResourceUsage disk(Optional<JsonNode> image, Optional<Long> memory) {
        return new ResourceUsage(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                memory,
                image.filter(i -> i.has("actual-size"))
                        .map(i -> i.path("actual-size").asLong()),
                image.filter(i -> i.has("virtual-size"))
                        .map(i -> i.path("virtual-size").asLong()),
                image.map(QemuUsage::saved),
                Optional.empty());
    }

    private static long saved(JsonNode image) {
        long sum = 0;
        for (JsonNode snapshot : image.path("snapshots")) {
            sum += snapshot.path("vm-state-size").asLong();
        }
        return sum;
    }
}
