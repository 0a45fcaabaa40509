package dev.vivarium.testkit.engine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.testkit.simulated.SampleFiles;
import dev.vivarium.testkit.simulated.SimulatedProvider;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A home with one simulated hypervisor, an image and a bundle: what engine tests work with. */
final class Site {
    static final String NODE = "муза";
    private final Path directory;
    private final Path homes;
    private final Optional<NodeId> fixed;

    Site(Path directory) {
        this(directory, Optional.empty());
    }

    /** The same; the node {@link #NODE} always has this id. */
    Site(Path directory, Optional<NodeId> fixed) {
        this(directory, directory, fixed);
    }

    /** The same; what Vivarium writes is below another directory than what the user has. */
    Site(Path directory, Path homes, Optional<NodeId> fixed) {
        this.directory = directory;
        this.homes = homes;
        this.fixed = fixed;
        SampleFiles.bundle(directory.resolve("AGI-core"), "1.0", "");
        SampleFiles.image(directory.resolve("image.qcow2"));
    }

    VivariumConfig config() {
        Surroundings surroundings = new Surroundings(
                Map.of(
                        "XDG_DATA_HOME", homes.resolve("data").toString(),
                        "XDG_CACHE_HOME", homes.resolve("cache").toString()),
                directory,
                List.of());
        return VivariumConfig.standard(surroundings)
                .withHypervisor(new HypervisorConfig("local", "simulated", 4, Map.of("deny", ""), Map.of()));
    }

    Vivarium open() {
        return Vivarium.open(config());
    }

    Vivarium open(UnaryOperator<Journal> around) {
        return Vivarium.open(Installation.open(config(), Clock.systemUTC(), around));
    }

    /** The server behind the hypervisor {@code local}. */
    SimulatedServer server() {
        return SimulatedProvider.server(config().home().resolve("hypervisors").resolve("local"));
    }

    /** What a hypervisor would be asked for such a node, in the name of this installation. */
    MachineSpec machine(Node node, InstallationId installation) {
        return new MachineSpec(
                node.id(),
                installation,
                node.spec().name(),
                new DiskSource.ImageFile(
                        directory.resolve("image.qcow2"), Digest.ofFile(directory.resolve("image.qcow2"))),
                node.spec().cores(),
                node.spec().memoryMiB(),
                node.spec().diskMiB(),
                5,
                List.of(),
                node.spec().network(),
                node.identity().mac(),
                List.of(22),
                List.of());
    }

    /** The snapshots that the server has of this node, whether or not its record knows them. */
    List<Snapshot> snapshotsOnServer(Node node) {
        return server().connect("look", config().installation())
                .snapshots()
                .orElseThrow()
                .list(node.machine().orElseThrow());
    }

    /** A new one; the same one each time where ids are fixed, as journals that were recorded hold it. */
    SnapshotId snapshot(SnapshotKind kind) {
        return fixed.map(id -> new SnapshotId(UUID.nameUUIDFromBytes(kind.name().getBytes(StandardCharsets.UTF_8))))
                .orElseGet(SnapshotId::random);
    }

    NodeSpec spec() {
        return spec(NODE, fixed.orElseGet(NodeId::random), Duration.ofSeconds(60));
    }

    NodeSpec spec(String name, Duration inactivityLimit) {
        return spec(name, NodeId.random(), inactivityLimit);
    }

    private NodeSpec spec(String name, NodeId id, Duration inactivityLimit) {
        return NodeSpec.builder(name)
                .id(id)
                .image("file:" + directory.resolve("image.qcow2"))
                .cores(1)
                .memory(Size.MiB(512))
                .disk(Size.GiB(2))
                .bundle(directory.resolve("AGI-core"))
                .inactivityLimit(inactivityLimit)
                .build();
    }

    Path directory() {
        return directory;
    }

    /** Another release of the bundle, with these keys more. */
    Path release(String release, String more) {
        return SampleFiles.bundle(directory.resolve("AGI-core-" + release), release, more);
    }

    static void edit(Path file, UnaryOperator<String> change) {
        try {
            Files.writeString(file, change.apply(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
