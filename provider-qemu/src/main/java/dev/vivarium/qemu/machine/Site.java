package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.api.Calls;
import dev.vivarium.qemu.api.QemuTools;
import dev.vivarium.qemu.gpu.LocalGpus;
import dev.vivarium.qemu.gpu.PciTree;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** One configured QEMU: its settings and programs, the host below it, its machines' directories and locks. */
public final class Site implements AutoCloseable {
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(2);

    private final QemuSettings settings;
    private final Host host;
    private final Clock clock;
    private final QemuTools tools;
    private final MachineDirectories directories;
    private final MachineLocks locks;
    private final HostPorts ports;

    /** Makes the settings' directory if it is not there. */
    public Site(QemuSettings settings, Host host, Clock clock) {
        this(settings, host, clock, Calls.DIRECT);
    }

    /** The same, with something between us and QEMU. */
    public Site(QemuSettings settings, Host host, Clock clock, Calls calls) {
        this.settings = settings;
        this.host = host;
        this.clock = clock;
        this.tools = new QemuTools(settings.binary(), settings.imageTool(), calls);
        this.directories =
                new MachineDirectories(settings.directory().resolve("machines"), settings.installation(), calls);
        this.locks = new MachineLocks(settings.directory(), LOCK_LIMIT);
        this.ports = new HostPorts(host, settings.firstPort(), settings.lastPort(), new Random());
    }

    public QemuSettings settings() {
        return settings;
    }

    public Host host() {
        return host;
    }

    public Clock clock() {
        return clock;
    }

    public QemuTools tools() {
        return tools;
    }

    public MachineDirectories directories() {
        return directories;
    }

    Bases bases() {
        return new Bases(settings.directory().resolve("bases"), directories, locks);
    }

    /** The GPUs of this computer, as they are now. */
    public LocalGpus gpus() {
        List<LocalGpus.Owner> owners = directories.all().stream()
                .filter(file -> !file.gpus().isEmpty())
                .map(file -> new LocalGpus.Owner(
                        file.node(),
                        file.gpus(),
                        QemuProcess.of(directories.of(file.node())).map(QemuProcess::pid)))
                .toList();
        return new LocalGpus(new PciTree(host.root()), owners);
    }

    HostPorts ports() {
        return ports;
    }

    MachineLocks locks() {
        return locks;
    }

    /** How guest processors run from now on; asked at each start, as rights and kernels change. */
    public Accelerator accelerator() {
        return Accelerator.choose(settings.accelerator(), host);
    }

    /** What guests' processors can do, in Linux' names; empty if nobody can tell. */
    public Optional<Set<String>> cpuFeatures() {
        return new CpuFeatures(settings).of(accelerator(), host);
    }

    /**
     * Does something to a machine that is there while nobody else changes it.
     *
     * @throws dev.vivarium.core.model.VivariumException NOT_FOUND if there is no such machine of ours, UNAVAILABLE if another
     *     process is working on it for long
     */
    public <T> T exclusively(NodeId node, Work work, Function<MachineFile, T> change) {
        try (MachineLocks.Held held = locks.machine(node, work)) {
            work.checkCancelled();
            return change.apply(directories.get(node));
        }
    }

    /** Our machine of this node as it is now. */
    public Optional<Machine> find(NodeId node) {
        return directories.find(node).map(this::look);
    }

    /** All our machines as they are now, oldest first. */
    public List<Machine> all() {
        return directories.all().stream().map(this::look).toList();
    }

    /** The machine as it is now. */
    public Machine look(NodeId node) {
        return look(directories.get(node));
    }

    /** The names of the snapshots in the machine's disk; empty if its QEMU is too busy to say. */
    public Optional<Set<String>> snapshotNames(MachineDirectory directory) {
        return QemuProcess.of(directory).isPresent()
                ? MachineLook.snapshotNames(directory)
                : Optional.of(tools.snapshots(directory.disk()));
    }

    /** The number of the machine's QEMU process, if it lives. */
    public Optional<Long> process(MachineDirectory directory) {
        return QemuProcess.of(directory).map(QemuProcess::pid);
    }

    private Machine look(MachineFile file) {
        return MachineLook.at(file, directories.of(file.node()));
    }

    @Override
    public void close() {
        locks.close();
    }
}
