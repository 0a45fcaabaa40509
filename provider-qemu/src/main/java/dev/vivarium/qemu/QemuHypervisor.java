package dev.vivarium.qemu;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
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
import dev.vivarium.qemu.machine.Accelerator;
import dev.vivarium.qemu.machine.Cloner;
import dev.vivarium.qemu.machine.ConsoleLog;
import dev.vivarium.qemu.machine.MachineMaker;
import dev.vivarium.qemu.machine.MediaChange;
import dev.vivarium.qemu.machine.PowerSwitch;
import dev.vivarium.qemu.machine.Preflight;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.qemu.resource.QemuCapacity;
import dev.vivarium.qemu.resource.QemuLimits;
import dev.vivarium.qemu.resource.QemuUsage;
import dev.vivarium.qemu.snapshot.QemuSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of one configured QEMU. */
final class QemuHypervisor implements Hypervisor {
    private final Site site;
    private final MachineMaker maker;
    private final PowerSwitch power;
    private final MediaChange media;
    private final QemuSnapshots snapshots;
    private final Console console;
    private final QemuLimits limits;
    private final Usage usage;
    private final Cloning cloning;

    QemuHypervisor(Site site) {
        this.site = site;
        this.maker = new MachineMaker(site);
        this.power = new PowerSwitch(site);
        this.media = new MediaChange(site);
        this.snapshots = new QemuSnapshots(site, power);
        this.cloning = new Cloner(site, maker);
        this.console = new ConsoleLog(site.directories());
        this.limits = new QemuLimits(site);
        this.usage = new QemuUsage(site);
    }

    @Override
    public HypervisorInfo info() {
        Accelerator accelerator = site.accelerator();
        return new HypervisorInfo(
                site.settings().name(),
                "qemu",
                version(),
                Map.of(
                        "accelerator", accelerator.name(),
                        "accelerator reason", accelerator.reason(),
                        "binary", site.settings().binary(),
                        "directory", site.settings().directory().toString()),
                site.cpuFeatures());
    }

    private String version() {
        try {
            return site.tools().version();
        } catch (VivariumException e) {
            return "not installed";
        }
    }

    @Override
    public Support supports(Capability capability, MachineSpec spec) {
        return switch (capability) {
            case LIMIT_CPU, LIMIT_MEMORY, USAGE -> Support.yes();
            case CONSOLE, PORT_FORWARD, ISOLATED_NETWORK -> Support.yes();
            case SNAPSHOT_LIVE -> spec.gpus().isEmpty() ? Support.yes() : QemuSnapshots.NOT_LIVE;
            case SNAPSHOT_STOPPED, SNAPSHOT_CRASH, ROLLBACK_ANY -> Support.yes();
            case SNAPSHOT_FROZEN -> snapshots.frozen(spec.node());
            case TEMPLATE -> Support.no(Preflight.NO_TEMPLATE);
            case CLONE_FULL, CLONE_LINKED -> Support.yes();
            case GPU_PASSTHROUGH -> site.gpus().support(choices(spec), spec.node());
        };
    }

    private static List<GpuChoice> choices(MachineSpec spec) {
        return spec.gpus().isEmpty() ? List.of(new GpuChoice.Any()) : spec.gpus();
    }

    @Override
    public List<Finding> preflight(MachineSpec spec) {
        return new Preflight(site).check(spec);
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        return maker.create(spec, work);
    }

    @Override
    public Optional<Machine> find(NodeId node) {
        return site.find(node);
    }

    @Override
    public List<Machine> machines() {
        return site.all();
    }

    @Override
    public Machine start(Machine machine, Work work) {
        return power.start(machine.node(), work);
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        return limits.ending(machine.node(), () -> power.stop(machine.node(), mode, work));
    }

    @Override
    public void delete(Machine machine, Work work) {
        limits.ending(machine.node(), () -> {
            power.delete(machine.node(), work);
            return machine;
        });
    }

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        return media.change(machine.node(), wanted, work);
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return Optional.of(snapshots);
    }

    @Override
    public Optional<Console> console() {
        return Optional.of(console);
    }

    @Override
    public Optional<Limits> limits() {
        return Optional.of(limits);
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.of(usage);
    }

    @Override
    public Optional<Cloning> cloning() {
        return Optional.of(cloning);
    }

    @Override
    public Optional<Gpus> gpus() {
        return Optional.of(() -> site.gpus().list());
    }

    @Override
    public Optional<Capacity> capacity() {
        return Optional.of(new QemuCapacity(site));
    }

    @Override
    public Optional<Adoption> adoption() {
        return Optional.of(machine -> site.directories().get(machine.node()).describe());
    }

    @Override
    public void close() {
        site.close();
    }
}
