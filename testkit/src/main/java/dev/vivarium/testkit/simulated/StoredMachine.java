package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.spi.Adoption;
import dev.vivarium.testkit.guest.GuestState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A machine as the server keeps it; a value, replaced as a whole. Only the guest lives.
 *
 * @param stage how far its creation got
 * @param current the snapshot that its disk stands on
 */
record StoredMachine(
        String ref,
        MachineSpec spec,
        Stage stage,
        Power power,
        List<Medium> media,
        List<PortForward> forwards,
        List<StoredSnapshot> snapshots,
        Optional<SnapshotId> current,
        GuestState guest) {

    /** What a half-made machine has already. */
    enum Stage {
        DEFINED,
        DISK,
        PORTS,
        COMPLETE
    }

    StoredMachine {
        media = List.copyOf(media);
        forwards = List.copyOf(forwards);
        snapshots = List.copyOf(snapshots);
    }

    /** A machine that has a name and a mark, and nothing else yet. */
    static StoredMachine defined(String ref, MachineSpec spec, GuestState guest) {
        return new StoredMachine(
                ref, spec, Stage.DEFINED, Power.OFF, List.of(), List.of(), List.of(), Optional.empty(), guest);
    }

    boolean isMarked(InstallationId installation, NodeId node) {
        return spec.installation().equals(installation) && spec.node().equals(node);
    }

    StoredMachine at(Stage reached) {
        return new StoredMachine(ref, spec, reached, power, media, forwards, snapshots, current, guest);
    }

    StoredMachine with(Power newPower) {
        return new StoredMachine(ref, spec, stage, newPower, media, forwards, snapshots, current, guest);
    }

    StoredMachine withMedia(List<Medium> wanted) {
        return new StoredMachine(ref, spec, stage, power, wanted, forwards, snapshots, current, guest);
    }

    StoredMachine withForwards(List<PortForward> published) {
        return new StoredMachine(ref, spec, stage, power, media, published, snapshots, current, guest);
    }

    StoredMachine standingOn(Optional<SnapshotId> snapshot) {
        return new StoredMachine(ref, spec, stage, power, media, forwards, snapshots, snapshot, guest);
    }

    StoredMachine withSnapshots(List<StoredSnapshot> newSnapshots) {
        return new StoredMachine(ref, spec, stage, power, media, forwards, newSnapshots, current, guest);
    }

    StoredMachine plus(StoredSnapshot snapshot) {
        List<StoredSnapshot> more = new ArrayList<>(snapshots);
        more.add(snapshot);
        return withSnapshots(more);
    }

    StoredMachine eachSnapshot(UnaryOperator<StoredSnapshot> change) {
        return withSnapshots(snapshots.stream().map(change).toList());
    }

    Optional<StoredSnapshot> snapshot(SnapshotId id) {
        return snapshots.stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /** Where the guest's ports are published. */
    Map<Integer, Integer> ports() {
        return forwards.stream()
                .collect(Collectors.toMap(
                        PortForward::guestPort, forward -> forward.endpoint().port()));
    }

    Adoption.Description described() {
        Optional<Path> image = spec.disk() instanceof DiskSource.ImageFile of
                ? Optional.of(of.file().toAbsolutePath())
                : Optional.empty();
        return new Adoption.Description(
                spec.name(),
                spec.cores(),
                spec.memoryMiB(),
                spec.diskMiB(),
                spec.network(),
                spec.mac(),
                spec.ports(),
                spec.gpus(),
                image);
    }

    Machine seen() {
        return new Machine(spec.node(), ref, power, List.of(), forwards, Map.of("stage", stage.name()));
    }
}
