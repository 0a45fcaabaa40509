package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Adoption;
import dev.vivarium.core.spi.Capacity;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Console;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Usage;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.faults.Faults;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.guest.GuestCommands;
import dev.vivarium.testkit.simulated.StoredMachine.Stage;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection to a {@link SimulatedServer}, as a process has it that may die at any of its points. */
public class SimulatedHypervisor implements Hypervisor {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final SimulatedServer server;
    private final String name;
    private final InstallationId installation;
    private final Faults ownFaults;

    SimulatedHypervisor(SimulatedServer server, String name, InstallationId installation, Faults ownFaults) {
        this.server = server;
        this.name = name;
        this.installation = installation;
        this.ownFaults = ownFaults;
    }

    /** How machines are made here. */
    SimulatedCreation creation() {
        return new SimulatedCreation(this, installation);
    }

    /** The server at the other end. */
    public SimulatedServer server() {
        return server;
    }

    @Override
    public HypervisorInfo info() {
        return new HypervisorInfo(
                name,
                "simulated",
                "1",
                Map.of("machines", "never boot for real"),
                Optional.of(GuestCommands.CPU_FEATURES));
    }

    @Override
    public Support supports(Capability capability, MachineSpec spec) {
        return server.supports(capability);
    }

    @Override
    public List<Finding> preflight(MachineSpec spec) {
        read("preflight");
        return creation().findings(spec);
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        return creation().create(spec, work);
    }

    @Override
    public Optional<Machine> find(NodeId node) {
        boolean stale = read("find");
        return seen(stale).stream()
                .filter(m -> m.isMarked(installation, node))
                .map(StoredMachine::seen)
                .findFirst();
    }

    @Override
    public List<Machine> machines() {
        boolean stale = read("machines");
        return seen(stale).stream()
                .filter(this::isOurs)
                .map(StoredMachine::seen)
                .toList();
    }

    private Collection<StoredMachine> seen(boolean stale) {
        return stale ? server.allBefore() : server.all();
    }

    @Override
    public Machine start(Machine machine, Work work) {
        StoredMachine stored = complete(machine);
        work.checkCancelled();
        if (stored.power() == Power.RUNNING) {
            return stored.seen();
        }
        reach("start.before", work);
        server.work(machine.node());
        if (ours(machine).power() == Power.RUNNING) {
            return ours(machine)
                    .seen(); // another try, whose caller went on while this one stood still, did it meanwhile
        }
        StoredMachine started = server.change(stored.ref(), SimulatedHypervisor::poweredOn);
        server.boot(started);
        server.effects().add(started, Effect.What.STARTED);
        reach("start.after", work);
        return started.seen();
    }

    private static StoredMachine poweredOn(StoredMachine machine) {
        if (machine.power() == Power.OFF) {
            machine.guest().boot();
        }
        return machine.with(Power.RUNNING);
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        StoredMachine stored = ours(machine);
        work.checkCancelled();
        if (stored.power() == Power.OFF) {
            return stored.seen();
        }
        reach("stop.before", work);
        server.work(machine.node());
        if (ours(machine).power() == Power.OFF) {
            return ours(machine).seen();
        }
        StoredMachine stopped = server.change(stored.ref(), m -> {
            m.guest().powerOff();
            return m.with(Power.OFF);
        });
        server.guests().stop(stored.ref());
        server.effects().add(stopped, Effect.What.STOPPED);
        reach("stop.after", work);
        return stopped.seen();
    }

    @Override
    public void delete(Machine machine, Work work) {
        work.checkCancelled();
        if (!isThere(machine)) {
            return;
        }
        reach("delete.before", work);
        server.work(machine.node());
        if (!isThere(machine)) {
            return; // an earlier try, whose caller did not live to see it, removed it meanwhile
        }
        server.change(machine.ref(), m -> m.with(Power.OFF).at(Stage.DEFINED));
        server.guests().stop(machine.ref());
        reach("delete.after-stop", work);
        server.remove(machine.ref());
        reach("delete.after", work);
    }

    private boolean isThere(Machine machine) {
        return server.lookUp(machine.ref())
                .filter(m -> m.isMarked(installation, machine.node()))
                .isPresent();
    }

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        StoredMachine stored = complete(machine);
        work.checkCancelled();
        for (Medium medium : wanted) {
            if (medium.slot() >= stored.spec().drives()) {
                throw new VivariumException(
                        Kind.INVALID, "medium.no-drive", "the machine has no drive " + medium.slot());
            }
            if (!Files.isReadable(medium.file())) {
                throw new VivariumException(
                        Kind.NOT_FOUND, "medium.absent", "the medium " + medium.file() + " is not there");
            }
        }
        reach("media.before", work);
        StoredMachine changed = server.change(stored.ref(), m -> m.withMedia(wanted));
        changed.guest().drives(wanted.stream().map(Medium::label).toList());
        reach("media.after", work);
        return changed.seen();
    }

    @Override
    public Optional<Snapshots> snapshots() {
        boolean any = SimulatedSnapshots.CAPABILITIES.stream()
                .anyMatch(capability -> server.supports(capability).isYes());
        return any ? Optional.of(new SimulatedSnapshots(this)) : Optional.empty();
    }

    @Override
    public Optional<Console> console() {
        return server.supports(Capability.CONSOLE).isYes() ? Optional.of(new SimulatedConsole(this)) : Optional.empty();
    }

    @Override
    public Optional<Cloning> cloning() {
        boolean any = server.supports(Capability.CLONE_FULL).isYes()
                || server.supports(Capability.CLONE_LINKED).isYes();
        return any ? Optional.of(new SimulatedCloning(this, installation)) : Optional.empty();
    }

    @Override
    public Optional<Gpus> gpus() {
        return server.supports(Capability.GPU_PASSTHROUGH).isYes() ? Optional.of(server::gpus) : Optional.empty();
    }

    @Override
    public Optional<Limits> limits() {
        boolean any = server.supports(Capability.LIMIT_CPU).isYes()
                || server.supports(Capability.LIMIT_MEMORY).isYes();
        return any ? Optional.of(new SimulatedLimits(this)) : Optional.empty();
    }

    @Override
    public Optional<Usage> usage() {
        return server.supports(Capability.USAGE).isYes() ? Optional.of(new SimulatedUsage(this)) : Optional.empty();
    }

    @Override
    public Optional<Capacity> capacity() {
        return Optional.of(() -> {
            read("capacity");
            return server.resources();
        });
    }

    @Override
    public Optional<Adoption> adoption() {
        return Optional.of(machine -> {
            read("describe");
            return ours(machine).described();
        });
    }

    @Override
    public void close() {
        // The server keeps what it has.
    }

    boolean reach(String point, Work work) {
        boolean stale = ownFaults.reach(point, work);
        return server.faults().reach(point, work) || stale;
    }

    /** A read; whoever asks has no work to cancel, and loses patience by itself. */
    boolean read(String point) {
        try {
            return reach(point, new RecordingWork().cancelAfter(PATIENCE));
        } catch (VivariumException e) {
            throw e.kind() == Kind.CANCELLED
                    ? new VivariumException(Kind.TIMEOUT, "simulated.silent", "the server does not answer; try again")
                    : e;
        }
    }

    /** The machine on the server, if it is ours. */
    StoredMachine ours(Machine machine) {
        return server.lookUp(machine.ref())
                .filter(m -> m.isMarked(installation, machine.node()))
                .orElseThrow(() -> SimulatedServer.gone(machine.ref()));
    }

    /** The machine on the server, if it is ours and whole. */
    StoredMachine complete(Machine machine) {
        StoredMachine stored = ours(machine);
        if (stored.stage() != Stage.COMPLETE) {
            throw new VivariumException(
                    Kind.CONFLICT, "simulated.half-made", "machine " + stored.ref() + " is half-made; create it again");
        }
        return stored;
    }

    boolean isOurs(StoredMachine machine) {
        return machine.spec().installation().equals(installation);
    }
}
