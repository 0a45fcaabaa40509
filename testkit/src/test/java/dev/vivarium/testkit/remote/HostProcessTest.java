package dev.vivarium.testkit.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.simulated.Effect;
import dev.vivarium.testkit.simulated.Effect.What;
import dev.vivarium.testkit.simulated.SeenMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProcessTest {
    private static final InstallationId OURS = new InstallationId("ours");

    @TempDir
    Path home;

    private HostProcess host;
    private HostConsole console;
    private Hypervisor hypervisor;
    private MachineSpec spec;

    @BeforeEach
    void begin() throws IOException {
        host = HostProcess.begin(home.resolve("host.log"), "listening=false");
        console = new HostConsole(host.address());
        hypervisor = connect(host.address());
        Path image = Files.createFile(home.resolve("image.raw"));
        spec = Specs.small(NodeId.random(), OURS, image, 64);
    }

    @AfterEach
    void end() {
        hypervisor.close();
        console.close();
        host.close();
    }

    private Hypervisor connect(String address) {
        return new RemoteProvider()
                .connect(new HypervisorSettings("lab", OURS, home, Map.of("address", address), Map.of()));
    }

    @Test
    void machinesOutliveWhoeverMadeThem() {
        Machine machine = hypervisor.create(spec, new RecordingWork());
        hypervisor.close();

        try (Hypervisor next = connect(host.address())) {
            assertThat(next.find(spec.node())).contains(machine);
        }
        assertThat(console.machines()).extracting(SeenMachine::ref).containsExactly(machine.ref());
    }

    @Test
    void whatHappenedIsCounted() {
        Machine machine = hypervisor.start(hypervisor.create(spec, new RecordingWork()), new RecordingWork());
        SnapshotId id = SnapshotId.random();
        var snapshots = hypervisor.snapshots().orElseThrow();
        snapshots.take(machine, id, "перед сеансом", SnapshotKind.LIVE, new RecordingWork());
        snapshots.take(machine, id, "перед сеансом", SnapshotKind.LIVE, new RecordingWork());
        snapshots.rollback(machine, id, new RecordingWork());
        hypervisor.delete(machine, new RecordingWork());

        assertThat(console.effects())
                .allMatch(effect -> effect.node().equals(spec.node()))
                .extracting(Effect::what)
                .containsExactly(What.MADE, What.STARTED, What.SNAPSHOT_TAKEN, What.ROLLED_BACK, What.REMOVED);
        assertThat(console.machines()).isEmpty();
    }

    @Test
    void whatWasBegunGoesOnWithoutItsCaller() throws Exception {
        Machine machine = hypervisor.create(spec, new RecordingWork());
        console.tasks(Duration.ofSeconds(1), 1);
        Wire dying = HostAddress.parse(host.address()).open();
        dying.send(Wire.message("call", "start")
                .put("hypervisor", "lab")
                .put("installation", "ours")
                .set("args", RemoteHypervisor.of(machine)));
        assertThat(dying.receive().path("ask").asText()).isEqualTo("check");
        dying.send(Wire.nothing());
        dying.close(); // as a process that is killed

        Machine started = hypervisor.start(machine, new RecordingWork());

        assertThat(started.power().name()).isEqualTo("RUNNING");
        assertThat(console.effects()).extracting(Effect::what).startsWith(What.MADE, What.STARTED);
    }

    @Test
    void onlySoManyTasksGoOnAtOnce() throws Exception {
        console.tasks(Duration.ofMillis(300), 2);
        long from = System.nanoTime();
        List<CompletableFuture<Machine>> all = List.of(spec, another(), another(), another()).stream()
                .map(wish -> CompletableFuture.supplyAsync(
                        () -> hypervisor.create(wish, new RecordingWork()), work -> new Thread(work).start()))
                .toList();
        for (CompletableFuture<Machine> one : all) {
            one.get(20, TimeUnit.SECONDS);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        assertThat(console.machines()).hasSize(4).allMatch(SeenMachine::whole);
    }

    private MachineSpec another() {
        return Specs.small(NodeId.random(), OURS, home.resolve("image.raw"), 64);
    }

    @Test
    void itsBadDaysAreTheCallersTrouble() {
        console.faults(1, 7);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        hypervisor.machines();
                    }
                })
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void aCallStandsStillWhereItIsHeld() {
        Machine machine = hypervisor.create(spec, new RecordingWork());
        console.hold("start.before");
        CompletableFuture<Machine> started = CompletableFuture.supplyAsync(
                () -> hypervisor.start(machine, new RecordingWork()), work -> new Thread(work).start());

        assertThat(console.isReached("start.before", Duration.ofSeconds(20))).isTrue();
        assertThat(started).isNotDone();
        console.release("start.before");
        assertThat(started.orTimeout(20, TimeUnit.SECONDS).join().power().name())
                .isEqualTo("RUNNING");
    }

    @Test
    void withoutHostNothingConnects() {
        host.close();

        assertThatThrownBy(() -> connect(host.address()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("simulated.unreachable"));
    }
}
