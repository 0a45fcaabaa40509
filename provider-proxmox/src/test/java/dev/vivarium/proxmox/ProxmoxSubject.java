package dev.vivarium.proxmox;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.proxmox.api.Pve;
import dev.vivarium.proxmox.api.PveRuntime;
import dev.vivarium.proxmox.api.PveTimeouts;
import dev.vivarium.proxmox.fake.FakePve;
import dev.vivarium.proxmox.fake.FakePveProbes;
import dev.vivarium.proxmox.fake.HttpFaults;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.machine.ProxmoxSettings;
import dev.vivarium.proxmox.machine.Site;
import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.DiskProbe;
import dev.vivarium.testkit.contract.GuestProbe;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.contract.Trouble;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A cluster that is played, under the contract's tests. */
final class ProxmoxSubject implements ContractSubject {
    private static final InstallationId OURS = new InstallationId("ours");
    private static final InstallationId THEIRS = new InstallationId("theirs");
    private static final PveTimeouts SHORT = new PveTimeouts(
            Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final PveTimeouts LONG = new PveTimeouts(
            Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final FakePve fake = FakePve.start();
    private final FakePveProbes probes = new FakePveProbes(fake, machine -> Integer.parseInt(machine.ref()));
    private final List<Hypervisor> strangers = new ArrayList<>();
    private final Hypervisor ours;
    private final Path image;

    ProxmoxSubject() {
        fake.tasks().take(Duration.ZERO);
        ours = reconnect();
        try {
            image = Files.createTempFile(Files.createDirectories(Path.of("target", "tmp")), "image", ".raw");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is played. */
    FakePve fake() {
        return fake;
    }

    @Override
    public Hypervisor hypervisor() {
        return ours;
    }

    @Override
    public Hypervisor reconnect() {
        return connect(OURS);
    }

    private Hypervisor connect(InstallationId installation) {
        return new ProxmoxHypervisor(site(installation, LONG));
    }

    private Site site(InstallationId installation, PveTimeouts timeouts) {
        ProxmoxSettings settings = ProxmoxSettings.of(new HypervisorSettings(
                "lab",
                installation,
                Path.of("target"),
                Map.of(
                        "url",
                        "https://127.0.0.1:" + fake.port(),
                        "token",
                        "root@pam!rig",
                        "fingerprint",
                        fake.fingerprint()),
                Map.of("secret", Secret.of(fake.secret()))));
        PveRuntime world = new PveRuntime(Clock.systemUTC(), System::nanoTime, new Random(1), pause -> {});
        Pve pve = Pve.open(settings.api().within(timeouts), world);
        return new Site(settings, pve, new Random(), Clock.systemUTC());
    }

    @Override
    public Stranger stranger() {
        Hypervisor theirs = connect(THEIRS);
        strangers.add(theirs);
        return new Stranger(theirs, spec(THEIRS));
    }

    @Override
    public MachineSpec spec() {
        return spec(OURS);
    }

    /** The same with these media. */
    MachineSpec spec(List<Medium> media) {
        MachineSpec s = spec();
        return new MachineSpec(
                s.node(),
                s.installation(),
                s.name(),
                s.disk(),
                s.cores(),
                s.memoryMiB(),
                s.diskMiB(),
                s.drives(),
                media,
                s.network(),
                s.mac(),
                s.ports(),
                s.gpus());
    }

    /** A medium for this drive, with a content of its own. */
    static Medium medium(Path folder, int slot) {
        try {
            Path file = Files.createTempFile(folder, "medium", ".iso");
            return new Medium(slot, "M" + slot, Files.writeString(file, file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MachineSpec spec(InstallationId installation) {
        return Specs.small(NodeId.random(), installation, image, 64);
    }

    @Override
    public RecordingWork work() {
        return new RecordingWork().cancelAfter(Duration.ofHours(1));
    }

    /** A seam is the wire: each request, before it comes to the server and after it. */
    @Override
    public Optional<Trouble.Ahead> trouble(Trouble trouble, int point) {
        boolean before = point % 2 == 0;
        HttpFaults.Trouble wire = switch (trouble) {
            case DIES -> before ? HttpFaults.Trouble.CLOSED_BEFORE : HttpFaults.Trouble.REPLY_LOST;
            case FAILS -> before ? HttpFaults.Trouble.FAILS : HttpFaults.Trouble.DAEMON_DOWN;
            case HANGS -> before ? HttpFaults.Trouble.HANGS : HttpFaults.Trouble.HANGS_AFTER;
            case STALE -> HttpFaults.Trouble.STALE;
        };
        AtomicBoolean came = new AtomicBoolean();
        Hypervisor struck = new ProxmoxHypervisor(site(OURS, trouble == Trouble.HANGS ? SHORT : LONG)) {
            @Override
            public void close() {
                came.set(fake.faults().struck());
                fake.faults().clear(); // it was for this connection
                super.close();
            }
        };
        fake.faults().at(point / 2, wire);
        return Optional.of(new Trouble.Ahead(struck, came::get));
    }

    @Override
    public boolean tries(Trouble trouble, int point) {
        return Boolean.getBoolean("vivarium.full") || point / 2 % Trouble.values().length == trouble.ordinal();
    }

    @Override
    public Map<Integer, Digest> drives(Machine machine) {
        Vm vm = fake.cluster().find(Integer.parseInt(machine.ref())).orElseThrow();
        Map<Integer, Digest> drives = new TreeMap<>();
        for (int slot = 0; slot < 30; slot++) {
            String volume = vm.config.getOrDefault("scsi" + (slot + 1), "none").split(",", 2)[0];
            Optional<Path> file = fake.cluster().volume(vm.node(), volume).flatMap(Volume::file);
            int at = slot;
            file.ifPresent(f -> drives.put(at, Digest.ofFile(f)));
        }
        return drives;
    }

    @Override
    public int machinesOnServer(MachineSpec spec) {
        return (int) fake.cluster().vms().stream()
                .filter(vm ->
                        vm.config.getOrDefault("tags", "").contains(spec.node().toString()))
                .count();
    }

    @Override
    public Optional<GuestProbe> probe() {
        return Optional.of(probes);
    }

    @Override
    public DiskProbe disks() {
        return probes;
    }

    @Override
    public void agent(Machine machine) {
        fake.guests().agent(Integer.parseInt(machine.ref()));
    }

    @Override
    public boolean frozen(Machine machine) {
        return fake.guests().isFrozen(Integer.parseInt(machine.ref()));
    }

    /** Images stay on their storage, for the next machine. */
    @Override
    public List<String> leftovers() {
        return fake.cluster().orphans().stream()
                .filter(volume -> !volume.contains(":import/"))
                .toList();
    }

    @Override
    public void close() {
        fake.faults().release();
        ours.close();
        strangers.forEach(Hypervisor::close);
        fake.close();
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
