package dev.vivarium.qemu.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.QemuSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two real processes on one home: one stands at a step, stopped by SIGSTOP, and is woken or killed while the other one waits. What
 * needs a node that was made waits half a minute for a guest that never answers, and is for the full run.
 */
@Timeout(300)
class TwoProcessesTest {
    private static final String NODE = "муза";

    @TempDir
    Path directory;

    private Place place;

    @BeforeEach
    void place() throws IOException {
        QemuSubject.assumeInstalled();
        place = Place.make(directory.toRealPath());
    }

    @AfterEach
    void nothingRunsOn() {
        try (Vivarium vivarium = place.open()) {
            vivarium.nodes().forEach(n -> vivarium.delete(n.id()).await());
        }
    }

    /** A node that is STOPPED, with one snapshot. */
    private void prepared(String what) {
        if (what.equals("up")) {
            return;
        }
        try (Vivarium vivarium = place.open()) {
            settle(() -> vivarium.create(place.spec(NODE)).await());
            Node node = Worker.node(vivarium, NODE);
            assertThat(node.state()).as("nobody can log in").isEqualTo(NodeState.FAILED);
            vivarium.stop(node.id()).await();
            vivarium.snapshot(node.id(), Place.snapshot("первый")).await();
        }
    }

    private static void settle(Runnable work) {
        try {
            work.run();
        } catch (VivariumException e) {
            assertThat(e.code()).as(e.message()).isIn("guest.unreachable", "cancelled");
        }
    }

    static Stream<Arguments> everyStep() {
        return Stream.of(
                        "up preflight bundle image seed machine start reachable",
                        "snapshot plan mark stop take start alive",
                        "rollback check preserve rollback start reachable clock verify",
                        "stop stop",
                        "rm machine forget")
                .map(line -> List.of(line.split(" ")))
                .flatMap(words -> words.stream()
                        .skip(1)
                        .flatMap(step ->
                                Stream.of("CONT", "KILL").map(signal -> Arguments.of(words.get(0), step, signal))));
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @Tag("full")
    void removedWhileOneIsStoppedAnywhere(String what, String step, String signal) throws Exception {
        removedWhileOneStands(what, step, signal);
    }

    @ParameterizedTest
    @CsvSource({"up,machine,CONT", "up,seed,KILL"})
    void removedWhileOneStands(String what, String step, String signal) throws Exception {
        prepared(what);
        try (WorkerProcess one = new WorkerProcess(place, what, NODE, step)) {
            one.hear("step " + step);
            one.signal("STOP");
            try (WorkerProcess other = new WorkerProcess(place, "rm", NODE, "-")) {
                assertThat(other.hear("waiting"))
                        .contains("process " + one.pid())
                        .contains("stands still")
                        .contains("kill -9 " + one.pid());
                one.signal(signal);
                if (signal.equals("CONT")) {
                    one.wake();
                }
                assertThat(other.end()).isEqualTo("done");
            }
            assertThat(one.end()).as("what it was told when it woke").doesNotContain("internal");
        }
        nothingIsLeft();
    }

    @Test
    @Tag("full")
    void theSameWishInTwoProcessesIsOneNode() throws Exception {
        try (WorkerProcess one = new WorkerProcess(place, "up", NODE, "-");
                WorkerProcess other = new WorkerProcess(place, "up", NODE, "-")) {
            for (WorkerProcess process : List.of(one, other)) {
                assertThat(process.end())
                        .startsWith("failed ")
                        .containsAnyOf("guest.unreachable", "node.name-busy", "node.exists");
            }
        }
        assertThat(machineDirectories()).hasSize(1);
        try (Vivarium vivarium = place.open()) {
            assertThat(vivarium.nodes()).hasSize(1);
            assertThat(vivarium.resume()).isEmpty();
        }
    }

    @Test
    @Tag("full")
    void twoNodesInTwoProcessesDoNotTouchEachOther() throws Exception {
        try (WorkerProcess one = new WorkerProcess(place, "up", "один", "-");
                WorkerProcess other = new WorkerProcess(place, "up", "два", "-")) {
            assertThat(one.end()).contains("guest.unreachable");
            assertThat(other.end()).contains("guest.unreachable");
        }
        try (Vivarium vivarium = place.open()) {
            List<Machine> machines = vivarium.installation().hypervisor("local").machines();
            assertThat(machines).hasSize(2);
            assertThat(machines.stream().flatMap(m -> m.forwards().stream()).map(f -> f.endpoint()))
                    .doesNotHaveDuplicates();
            assertThat(vivarium.nodes()).extracting(n -> n.identity().mac()).doesNotHaveDuplicates();
        }
    }

    private void nothingIsLeft() throws IOException {
        assertThat(machineDirectories()).isEmpty();
        assertThat(files("data/vivarium/nodes")).isEmpty();
        assertThat(files("data/vivarium/journal/nodes")).isEmpty();
        assertThat(files("data/vivarium/journal/operations")).isEmpty();
        // whoever keeps a log small looks only every few seconds whether its QEMU is there
        assertThat(ProcessHandle.allProcesses()
                        .map(p -> p.info().commandLine().orElse(""))
                        .filter(line -> line.contains("-pidfile")
                                && line.contains(place.machines().toString())))
                .as("QEMUs")
                .isEmpty();
    }

    private List<Path> machineDirectories() throws IOException {
        return files("data/vivarium/hypervisors/local/machines");
    }

    private List<Path> files(String name) throws IOException {
        Path place = directory.resolve(name);
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(place)) {
            return list.toList();
        }
    }
}
