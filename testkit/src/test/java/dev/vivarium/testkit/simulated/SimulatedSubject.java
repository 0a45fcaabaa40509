package dev.vivarium.testkit.simulated;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.DiskProbe;
import dev.vivarium.testkit.contract.GuestProbe;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.contract.Trouble;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.faults.Faults;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.faults.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A simulated server under the contract's tests. */
public final class SimulatedSubject implements ContractSubject, GuestProbe {
    private static final InstallationId OURS = new InstallationId("ours");
    private static final InstallationId THEIRS = new InstallationId("theirs");

    private final SimulatedServer server = new SimulatedServer(new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")));
    private final UnaryOperator<Hypervisor> wrapping;
    private final Hypervisor ours;
    private final Path image;

    public SimulatedSubject() {
        this(h -> h);
    }

    /** Every connection of ours goes through this. */
    public SimulatedSubject(UnaryOperator<Hypervisor> wrapping) {
        this.wrapping = wrapping;
        ours = reconnect();
        try {
            image = Files.createTempFile(Files.createDirectories(Path.of("target", "tmp")), "image", ".raw");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A weaker server, which lacks these. */
    public SimulatedSubject without(Capability... capabilities) {
        for (Capability capability : capabilities) {
            server.deny(capability, "this host was made without " + capability + ", а жаль");
        }
        return this;
    }

    public SimulatedServer server() {
        return server;
    }

    @Override
    public Hypervisor hypervisor() {
        return ours;
    }

    @Override
    public Hypervisor reconnect() {
        return wrapping.apply(server.connect("ours", OURS));
    }

    @Override
    public Optional<Trouble.Ahead> trouble(Trouble trouble, int point) {
        Fault fault = switch (trouble) {
            case DIES -> Fault.crash();
            case FAILS -> Fault.dropReply();
            case HANGS -> Fault.silence();
            case STALE -> Fault.staleRead();
        };
        Faults faults = new Faults().atVisit(point, fault);
        return Optional.of(new Trouble.Ahead(wrapping.apply(server.connect("ours", OURS, faults)), faults::struck));
    }

    @Override
    public Stranger stranger() {
        return new Stranger(server.connect("theirs", THEIRS), spec(THEIRS));
    }

    @Override
    public MachineSpec spec() {
        return spec(OURS);
    }

    private MachineSpec spec(InstallationId installation) {
        return Specs.small(NodeId.random(), installation, image, 64);
    }

    @Override
    public RecordingWork work() {
        return new RecordingWork().cancelAfter(Duration.ofHours(1));
    }

    @Override
    public Map<Integer, Digest> drives(Machine machine) {
        return server.media(machine).stream()
                .collect(Collectors.toMap(Medium::slot, medium -> Digest.ofFile(medium.file())));
    }

    @Override
    public int machinesOnServer(MachineSpec spec) {
        return (int) server.all().stream()
                .filter(m -> m.isMarked(spec.installation(), spec.node()))
                .count();
    }

    @Override
    public Optional<GuestProbe> probe() {
        return Optional.of(this);
    }

    @Override
    public DiskProbe disks() {
        return new DiskProbe() {
            @Override
            public void put(Machine machine, String value) {
                disk(machine, value);
            }

            @Override
            public String get(Machine machine) {
                return disk(machine).orElse("");
            }
        };
    }

    @Override
    public void memory(Machine machine, String value) {
        server.guest(machine).memory("probe", value);
    }

    @Override
    public Optional<String> memory(Machine machine) {
        return server.guest(machine).memory("probe");
    }

    @Override
    public void disk(Machine machine, String value) {
        server.guest(machine).file("/probe", value);
    }

    @Override
    public Optional<String> disk(Machine machine) {
        return server.guest(machine).file("/probe");
    }

    @Override
    public void close() {
        ours.close();
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
