package dev.vivarium.service.claims;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Machines and snapshots are files {@code machine-NODE-RANDOM} and {@code snapshot-ID-RANDOM}: a second one would be seen. Like
 * every provider it looks for what an earlier call made before it makes one. Where a file {@code freeze-POINT} is, the process
 * that takes it away stands still at that point, right before the effect, until there is a file {@code go}.
 */
record PaperHypervisor(Path directory) implements Hypervisor, Snapshots {
    @Override
    public HypervisorInfo info() {
        return new HypervisorInfo("local", "paper", "1", Map.of(), Optional.empty());
    }

    @Override
    public Support supports(Capability capability, MachineSpec spec) {
        return Support.yes();
    }

    @Override
    public List<Finding> preflight(MachineSpec spec) {
        return List.of();
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        freeze("create");
        return find(spec.node()).orElseGet(() -> {
            write("machine-" + spec.node() + "-" + UUID.randomUUID());
            return find(spec.node()).orElseThrow();
        });
    }

    @Override
    public Optional<Machine> find(NodeId node) {
        return files("machine-" + node).stream()
                .findFirst()
                .map(file -> new Machine(node, file, Power.RUNNING, List.of(), List.of(), Map.of()));
    }

    @Override
    public List<Machine> machines() {
        return List.of();
    }

    @Override
    public Machine start(Machine machine, Work work) {
        return machine;
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        return machine;
    }

    @Override
    public void delete(Machine machine, Work work) {}

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        return machine;
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return Optional.of(this);
    }

    @Override
    public Snapshot take(Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        freeze("take");
        if (files("snapshot-" + id).isEmpty()) {
            write("snapshot-" + id + "-" + UUID.randomUUID());
        }
        return new Snapshot(id, machine.node(), name, kind, Optional.empty(), Instant.EPOCH);
    }

    @Override
    public Machine rollback(Machine machine, SnapshotId id, Work work) {
        freeze("rollback");
        write("rollback-" + UUID.randomUUID());
        return machine;
    }

    @Override
    public void delete(Machine machine, SnapshotId id, Work work) {}

    @Override
    public List<Snapshot> list(Machine machine) {
        return List.of();
    }

    @Override
    public void close() {}

    /** The names of what is there that begin so. */
    List<String> files(String prefix) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(f -> f.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String name) {
        try {
            Files.createFile(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void freeze(String point) {
        try {
            if (Files.deleteIfExists(directory.resolve("freeze-" + point))) {
                write("standing");
                while (!Files.exists(directory.resolve("go"))) {
                    Thread.onSpinWait();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
