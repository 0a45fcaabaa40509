package dev.vivarium.qemu.processes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.qemu.TestDisk;
import dev.vivarium.qemu.TestFirmware;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The home that both processes use. Its machines start the test firmware, which nobody can log in to: a node is made, and FAILED
 * then; what needs no guest works.
 *
 * @param directory of home, cache, image and firmware
 * @param settings of the hypervisor
 */
public record Place(Path directory, Map<String, String> settings) {

    Place(Path directory) {
        this(directory, Map.of("firmware", directory.resolve("firmware.bin").toString(), "shutdownTimeout", "PT10S"));
    }

    static Place make(Path directory) throws IOException {
        TestFirmware.in(directory);
        TestDisk.in(directory, 1 << 20);
        return new Place(directory);
    }

    public Vivarium open() {
        return Vivarium.open(VivariumConfig.standard(new Surroundings(
                        Map.of(
                                "XDG_DATA_HOME", directory.resolve("data").toString(),
                                "XDG_CACHE_HOME", directory.resolve("cache").toString()),
                        directory,
                        List.of()))
                .withHypervisor(new HypervisorConfig("local", "qemu", 4, settings, Map.of())));
    }

    public Path machines() {
        return directory.resolve("data/vivarium/hypervisors/local/machines");
    }

    public NodeSpec spec(String name) {
        return NodeSpec.builder(name)
                .image("file:" + directory.resolve("image.raw"))
                .cores(1)
                .memory(Size.MiB(128))
                .disk(Size.GiB(1))
                .inactivityLimit(Duration.ofSeconds(2))
                .build();
    }

    static SnapshotNode.Request snapshot(String name) {
        return new SnapshotNode.Request(
                SnapshotId.random(),
                name,
                Optional.of(SnapshotKind.STOPPED),
                SnapshotKind.STOPPED,
                NodeSnapshot.Origin.USER,
                false);
    }
}
