package dev.vivarium.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.QemuTools;
import dev.vivarium.qemu.api.Qmp;
import dev.vivarium.qemu.api.ScriptedAgent;
import dev.vivarium.qemu.machine.LocalHost;
import dev.vivarium.qemu.machine.QemuSettings;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.DiskProbe;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.contract.Trouble;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Real QEMU processes in a directory of their own. With {@link #close} all of them end and the directory goes. */
public final class QemuSubject implements ContractSubject {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path home;
    private final Path image;
    private final Map<String, String> settings = new HashMap<>();
    private final Hypervisor ours;
    private final Hypervisor theirs;
    private final Map<NodeId, ScriptedAgent> agents = new HashMap<>();
    private boolean thorough;

    QemuSubject() {
        this(Map.of());
    }

    /** With other settings than the defaults. */
    QemuSubject(Map<String, String> changed) {
        assumeInstalled();
        try {
            Path temporary = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
            home = Files.createTempDirectory(temporary, "qemu, дом ").toRealPath();
            image = TestDisk.in(home, 1 << 20);
            settings.put("firmware", TestFirmware.in(home).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("shutdownTimeout", "20s");
        settings.putAll(changed);
        ours = connect("ours");
        theirs = connect("theirs");
    }

    /** Skips the test where there is no QEMU. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(
                installed(), "needs qemu-system-x86_64 and qemu-img: apt install qemu-system-x86 qemu-utils");
    }

    private static boolean installed() {
        return Stream.of("qemu-system-x86_64", "qemu-img")
                .allMatch(program -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))));
    }

    private Hypervisor connect(String installation) {
        return new QemuProvider().connect(settings(installation));
    }

    HypervisorSettings settings(String installation) {
        return new HypervisorSettings("local", new InstallationId(installation), home, settings, Map.of());
    }

    Path home() {
        return home;
    }

    Path directory(Machine machine) {
        return home.resolve("machines").resolve(machine.node().toString());
    }

    @Override
    public Hypervisor hypervisor() {
        return ours;
    }

    @Override
    public Hypervisor reconnect() {
        return connect("ours");
    }

    @Override
    public Stranger stranger() {
        return new Stranger(theirs, spec("theirs"));
    }

    @Override
    public Optional<Trouble.Ahead> trouble(Trouble trouble, int point) {
        if (trouble == Trouble.STALE) {
            return Optional.empty(); // QEMU answers for itself: there is no copy that could be behind
        }
        TroubledCalls calls = new TroubledCalls(trouble, point);
        Site site = new Site(QemuSettings.of(settings("ours")), new LocalHost(), Clock.systemUTC(), calls);
        return Optional.of(new Trouble.Ahead(new QemuHypervisor(site), calls::struck));
    }

    /** All troubles at all points are for {@link QemuCrashFullTest}. */
    @Override
    public boolean tries(Trouble trouble, int point) {
        return thorough || trouble == Trouble.STALE || trouble.ordinal() == point % Trouble.STALE.ordinal();
    }

    /** Lets every trouble come at every point. */
    QemuSubject thorough() {
        thorough = true;
        return this;
    }

    @Override
    public MachineSpec spec() {
        return spec("ours");
    }

    /** As {@link #spec()}, with so much memory. */
    MachineSpec spec(long memoryMiB) {
        return spec("ours", memoryMiB);
    }

    private MachineSpec spec(String installation) {
        return spec(installation, 32);
    }

    private MachineSpec spec(String installation, long memoryMiB) {
        return Specs.small(NodeId.random(), new InstallationId(installation), image, memoryMiB);
    }

    @Override
    public RecordingWork work() {
        return RecordingWork.inRealTime();
    }

    /** What QEMU says if it runs, else what is written for its next start. */
    @Override
    public Map<Integer, Digest> drives(Machine machine) {
        Map<Integer, Digest> found = new TreeMap<>();
        if (processes(machine.node()) == 0) {
            file(machine)
                    .path("media")
                    .forEach(m -> found.put(
                            m.path("slot").asInt(),
                            Digest.ofFile(Path.of(m.path("file").asText()))));
            return found;
        }
        try (Qmp qmp = view(machine)) {
            qmp.execute("query-block", LIMIT).forEach(device -> {
                String drive = device.path("qdev").asText();
                if (drive.startsWith("cd") && device.has("inserted")) {
                    Path medium = Path.of(device.path("inserted").path("file").asText());
                    found.put(Integer.parseInt(drive.substring(2)), Digest.ofFile(medium));
                }
            });
        }
        return found;
    }

    /** A connection to the monitor that is for looking. */
    Qmp view(Machine machine) {
        return Qmp.connect(directory(machine).resolve("view.sock"), Patience.of(LIMIT));
    }

    /** The guest's memory, eight bytes from this address. */
    List<String> memory(Machine machine, int address) {
        try (Qmp qmp = view(machine)) {
            String text = qmp.execute(
                            "human-monitor-command", Map.of("command-line", "xp /8bx " + address), Patience.of(LIMIT))
                    .asText();
            return List.of(text.strip().split(" ")).subList(1, 9);
        }
    }

    JsonNode file(Machine machine) {
        try {
            return Json.read(Files.readString(directory(machine).resolve("machine.json")), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the snapshots in the machine's disk, as qemu-img sees them. */
    List<String> snapshotsInDisk(Machine machine) {
        return List.copyOf(new QemuTools("qemu-system-x86_64", "qemu-img")
                .snapshots(directory(machine).resolve("disk.qcow2")));
    }

    @Override
    public void agent(Machine machine) {
        agents.put(machine.node(), ScriptedAgent.honest(directory(machine).resolve("agent.sock")));
    }

    @Override
    public boolean frozen(Machine machine) {
        return Objects.requireNonNull(agents.get(machine.node())).frozen();
    }

    @Override
    public DiskProbe disks() {
        return new QemuDisks(this);
    }

    @Override
    public List<String> leftovers() {
        Path bases = home.resolve("bases");
        try (Stream<Path> files = Files.exists(bases) ? Files.list(bases) : Stream.empty()) {
            return files.map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int machinesOnServer(MachineSpec spec) {
        int directories = Files.exists(home.resolve("machines/" + spec.node())) ? 1 : 0;
        return Math.max(directories, processes(spec.node()));
    }

    /** How many QEMU processes live that bear this node's id. */
    static int processes(NodeId node) {
        return (int) pids(node).count();
    }

    static Stream<ProcessHandle> pids(NodeId node) {
        return ProcessHandle.allProcesses()
                .filter(p -> read("/proc/" + p.pid() + "/cmdline").contains("-uuid\0" + node + "\0"))
                .filter(p -> !read("/proc/" + p.pid() + "/stat").contains(") Z"));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        agents.values().forEach(ScriptedAgent::close);
        for (Hypervisor hypervisor : List.of(ours, theirs)) {
            hypervisor.machines().forEach(m -> hypervisor.delete(m, work()));
            hypervisor.close();
        }
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
