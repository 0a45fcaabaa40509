package dev.vivarium.bench;

import dev.vivarium.bench.Benchmark.Contender;
import dev.vivarium.bench.Benchmark.Round;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine switched on: by the provider until it runs, against the same QEMU command line and the greeting of QMP by hand. */
final class StartBenchmark implements AutoCloseable {
    private final Vivarium vivarium;
    private final Hypervisor hypervisor;
    private final Machine machine;
    private final Path link;
    private final RawStart raw;

    /** Makes the machine, without anything on its disk. @param given a new directory */
    StartBenchmark(Path given) throws IOException, InterruptedException {
        Files.createDirectories(given);
        RawTool.bash(given, "qemu-img create -q -f qcow2 empty.qcow2 64M");
        Map<String, String> environment = Map.of(
                "XDG_DATA_HOME",
                given.toString(),
                "XDG_CACHE_HOME",
                given.resolve("cache").toString());
        vivarium = Vivarium.open(VivariumConfig.standard(
                new Surroundings(environment, given, Surroundings.current().providers())));
        hypervisor = vivarium.installation().hypervisor("local");
        machine = hypervisor.create(spec(given.resolve("empty.qcow2")), new BareWork());
        hypervisor.start(machine, new BareWork());
        link = Files.createTempDirectory(Path.of("/tmp"), "bench-");
        raw = RawStart.like(given, link.resolve("machine"));
    }

    private MachineSpec spec(Path image) {
        return new MachineSpec(
                NodeId.random(),
                vivarium.installation().id(),
                "bench",
                new DiskSource.ImageFile(image, Digest.ofFile(image)),
                1,
                128,
                64,
                5,
                List.of(),
                NetworkMode.NAT,
                "52:54:00:0b:e4:c2",
                List.of(22),
                List.of());
    }

    /** Both sides. */
    Benchmark benchmark() {
        return new Benchmark(
                "start",
                "a machine without a system switched on, until its processors run",
                new Contender("Hypervisor.start", fresh -> ours()),
                Optional.of(new Contender("qemu, QMP greeting, cont", fresh -> raw())),
                "");
    }

    private Round ours() {
        off();
        return () -> hypervisor.start(machine, new BareWork());
    }

    private Round raw() {
        off();
        return raw::run;
    }

    private void off() {
        hypervisor.stop(machine, StopMode.FORCED, new BareWork());
    }

    @Override
    public void close() throws IOException {
        hypervisor.delete(machine, new BareWork());
        vivarium.close();
        Scratch.remove(link);
    }
}
