package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.contract.Specs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** QEMU's process: it outlives ours, proves itself, and may die, hang or find its port taken. */
class ProcessTest {
    private final QemuSubject here = new QemuSubject(Map.of("shutdownTimeout", "1h"));
    private final Hypervisor hypervisor = here.hypervisor();

    @AfterEach
    void close() {
        here.close();
    }

    private Machine created() {
        return hypervisor.create(here.spec(), here.work());
    }

    private Machine started() {
        return hypervisor.start(created(), here.work());
    }

    private Power power(Machine machine) {
        return hypervisor.find(machine.node()).orElseThrow().power();
    }

    private static ProcessHandle process(Machine machine) {
        List<ProcessHandle> found = QemuSubject.pids(machine.node()).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static void kill9(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Test
    void killedProcessOfOursLeavesAMachineThatTheNextOneHas() throws Exception {
        MachineSpec spec = here.spec();
        ChildProcess.startsAMachineAndDies(here, spec.node());
        Machine found = hypervisor.find(spec.node()).orElseThrow();
        long pid = process(found).pid();
        assertThat(found.power()).isEqualTo(Power.RUNNING);
        assertThat(found.details()).containsEntry("pid", Long.toString(pid));
        Machine again = hypervisor.start(hypervisor.create(spec, here.work()), here.work());
        assertThat(process(again).pid()).as("the same QEMU").isEqualTo(pid);
        assertThat(again.forwards()).isEqualTo(found.forwards());
        assertThat(hypervisor.stop(again, StopMode.GRACEFUL, here.work()).power())
                .isEqualTo(Power.OFF);
    }

    @Test
    void machineWhoseQemuWasKilledIsOffAndStartsAgain() {
        Machine machine = started();
        kill9(process(machine));
        assertThat(power(machine)).isEqualTo(Power.OFF);
        assertThat(hypervisor.start(machine, here.work()).power()).isEqualTo(Power.RUNNING);
        assertThat(QemuSubject.processes(machine.node())).isEqualTo(1);
        kill9(process(machine));
        hypervisor.delete(machine, here.work());
        assertThat(here.directory(machine)).doesNotExist();
    }

    @Test
    void pidAloneIsNoProof() throws IOException {
        Machine machine = created();
        Files.writeString(
                here.directory(machine).resolve("qemu.pid"),
                Long.toString(ProcessHandle.current().pid()));
        assertThat(power(machine)).isEqualTo(Power.OFF);
        assertThat(hypervisor.stop(machine, StopMode.FORCED, here.work()).power())
                .isEqualTo(Power.OFF);
        Files.writeString(here.directory(machine).resolve("qemu.pid"), "-1\nrubbish");
        hypervisor.delete(machine, here.work());
        assertThat(here.directory(machine)).doesNotExist();
    }

    @Test
    void lostPidFileHidesNoProcess() throws IOException {
        Machine machine = started();
        Files.delete(here.directory(machine).resolve("qemu.pid"));
        long pid = process(machine).pid();
        hypervisor.start(machine, here.work());
        assertThat(process(machine).pid()).isEqualTo(pid);
        hypervisor.delete(machine, here.work());
        assertThat(QemuSubject.processes(machine.node())).isZero();
    }

    @Test
    void guestThatIsAskedShutsDownByItself() {
        Machine machine = started();
        assertThat(hypervisor.stop(machine, StopMode.GRACEFUL, here.work()).power())
                .as("within its hour of patience")
                .isEqualTo(Power.OFF);
        assertThat(Stream.of("qemu.pid", "qmp.sock", "view.sock", "agent.sock"))
                .noneMatch(name -> Files.exists(here.directory(machine).resolve(name)));
    }

    @Test
    @Tag("full")
    void qemuThatHangsIsUnknownAndCanBeStopped() throws Exception {
        Machine machine = started();
        String pid = Long.toString(process(machine).pid());
        assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();
        assertThat(power(machine)).isEqualTo(Power.UNKNOWN);
        assertThat(hypervisor.stop(machine, StopMode.FORCED, here.work()).power())
                .isEqualTo(Power.OFF);
        assertThat(QemuSubject.processes(machine.node())).isZero();
    }

    @Test
    void portIsChosenAnewBeforeTheFirstStartOnly() throws IOException {
        Machine machine = created();
        int port = machine.forwards().get(0).endpoint().port();
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        Machine moved;
        try (ServerSocket other = new ServerSocket(port, 1, loopback)) {
            moved = hypervisor.start(machine, here.work());
            assertThat(moved.forwards().get(0).endpoint().port()).isNotEqualTo(other.getLocalPort());
        }
        hypervisor.stop(moved, StopMode.FORCED, here.work());
        try (ServerSocket other =
                new ServerSocket(moved.forwards().get(0).endpoint().port(), 1, loopback)) {
            assertThatExceptionOfType(VivariumException.class)
                    .isThrownBy(() -> hypervisor.start(moved, here.work()))
                    .withMessageContaining(Integer.toString(other.getLocalPort()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
            assertThat(QemuSubject.processes(moved.node())).isZero();
        }
        assertThat(hypervisor.start(moved, here.work()).forwards()).isEqualTo(moved.forwards());
    }

    @Test
    void qemuGetsNothingOfOurs() throws IOException {
        Machine machine = started();
        Path proc = Path.of("/proc/" + process(machine).pid());
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            assertThat(open.map(ProcessTest::target)).noneMatch(file -> file.endsWith("machines.lock"));
        }
        assertThat(Files.readString(proc.resolve("environ")).split("\0"))
                .allMatch(v -> v.matches("(?s)(PATH|HOME|TMPDIR|LC_ALL)=.*"));
        String stat = Files.readString(proc.resolve("stat"));
        assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3])
                .as("a session of its own")
                .isEqualTo(proc.getFileName().toString());
        assertThat(mode(here.directory(machine))).isEqualTo("rwx------");
        for (String name : List.of("machine.json", "disk.qcow2", "console.log", "qemu.log", "qemu.pid")) {
            assertThat(mode(here.directory(machine).resolve(name))).as(name).isEqualTo("rw-------");
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void directoryThatIsNotOursStays() throws IOException {
        MachineSpec spec = here.spec();
        Path directory = Files.createDirectories(here.home().resolve("machines/" + spec.node()));
        Path precious = Files.writeString(directory.resolve("дневник.txt"), "чужое");
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> hypervisor.create(spec, here.work()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("qemu.directory.foreign"));
        Machine guessed = new Machine(spec.node(), "", Power.OFF, List.of(), List.of(), Map.of());
        hypervisor.delete(guessed, here.work());
        assertThat(precious).hasContent("чужое");
        assertThat(hypervisor.machines()).isEmpty();
    }

    @Test
    void qemuThatDiesAtItsStartLeavesItsLastWords() throws IOException {
        Machine machine = created();
        Files.delete(here.home().resolve("firmware.bin"));
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> hypervisor.start(machine, here.work()))
                .withMessageContaining("firmware.bin")
                .satisfies(e -> assertThat(e.logTail()).contains("firmware.bin"));
        assertThat(power(machine)).isEqualTo(Power.OFF);
    }

    @Test
    void changedSpecIsNotAdopted() {
        MachineSpec spec = here.spec();
        hypervisor.create(spec, here.work());
        MachineSpec larger = Specs.with(spec, 2, spec.memoryMiB());
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> hypervisor.create(larger, here.work()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("qemu.machine.differs"));
    }
}
