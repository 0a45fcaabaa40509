package dev.vivarium.testkit.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.testkit.faults.Crash;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.faults.RecordingWork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test can make the simulated server do. */
class SimulatedServerTest {
    private final SimulatedSubject subject = new SimulatedSubject();
    private final SimulatedServer server = subject.server();
    private final Hypervisor hypervisor = subject.hypervisor();
    private final RecordingWork work = new RecordingWork();

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void lostReplyLeavesTheEffect() {
        MachineSpec spec = subject.spec();
        Machine machine = hypervisor.create(spec, work);
        server.faults().at("start.after", Fault.dropReply());
        VivariumException e = catchThrowableOfType(VivariumException.class, () -> hypervisor.start(machine, work));
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(hypervisor.find(spec.node()).map(Machine::power)).contains(Power.RUNNING);
        assertThat(hypervisor.start(machine, work).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    void staleReadIsOfBeforeTheLastChange() {
        MachineSpec spec = subject.spec();
        Machine machine = hypervisor.create(spec, work);
        hypervisor.start(machine, work);
        server.faults().at("find", Fault.staleRead());
        assertThat(hypervisor.find(spec.node()).map(Machine::power)).contains(Power.OFF);
        assertThat(hypervisor.find(spec.node()).map(Machine::power)).contains(Power.RUNNING);
    }

    @Test
    void failedSnapshotLeavesNothing() {
        Machine machine = hypervisor.create(subject.spec(), work);
        Snapshots snapshots = hypervisor.snapshots().orElseThrow();
        server.faults().at("snapshot.after-reserve", Fault.throwing(Kind.CAPACITY, "test.full", "the disk is full"));
        assertThatThrownBy(() -> snapshots.take(machine, SnapshotId.random(), "x", SnapshotKind.STOPPED, work))
                .hasMessage("the disk is full");
        assertThat(snapshots.list(machine)).isEmpty();
    }

    @Test
    void slowServerIsSlowOnTheClockOfTheWork() {
        server.faults().at("create.after-disk", Fault.delay(Duration.ofMinutes(7)));
        hypervisor.create(subject.spec(), work);
        assertThat(work.waited()).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void hangingCreateCanBeCancelled() throws InterruptedException, ExecutionException, TimeoutException {
        MachineSpec spec = subject.spec();
        Fault.Hang hang = Fault.hang();
        server.faults().at("create.after-disk", hang);
        CompletableFuture<VivariumException> creating = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(VivariumException.class, () -> hypervisor.create(spec, work)));
        hang.awaitReached();
        assertThat(hypervisor.find(spec.node())).isPresent();
        work.cancel();
        assertThat(creating.get(1, TimeUnit.MINUTES).kind()).isEqualTo(Kind.CANCELLED);
        hypervisor.delete(hypervisor.find(spec.node()).orElseThrow(), work.again());
        assertThat(server.size()).isZero();
    }

    @Test
    void halfMadeMachineIsRefusedUntilItIsWhole() {
        MachineSpec spec = subject.spec();
        server.faults().at("create.after-define", Fault.crash());
        assertThatThrownBy(() -> hypervisor.create(spec, work)).isInstanceOf(Crash.class);
        Machine half = hypervisor.find(spec.node()).orElseThrow();
        VivariumException e = catchThrowableOfType(VivariumException.class, () -> hypervisor.start(half, work.again()));
        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(hypervisor.create(spec, work.again()).ref()).isEqualTo(half.ref());
    }

    @Test
    void specOfAnotherInstallationIsRefused() {
        MachineSpec theirs = subject.stranger().spec();
        VivariumException e = catchThrowableOfType(VivariumException.class, () -> hypervisor.create(theirs, work));
        assertThat(e.kind()).isEqualTo(Kind.INVALID);
        assertThat(server.size()).isZero();
    }

    @Test
    void thousandMachinesFromManyThreads() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Machine>> made = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                MachineSpec spec = subject.spec();
                made.add(threads.submit(() -> {
                    RecordingWork own = new RecordingWork();
                    Machine machine = hypervisor.start(hypervisor.create(spec, own), own);
                    hypervisor
                            .snapshots()
                            .orElseThrow()
                            .take(machine, SnapshotId.random(), "one", SnapshotKind.LIVE, own);
                    return hypervisor.find(spec.node()).orElseThrow();
                }));
            }
            for (Future<Machine> machine : made) {
                assertThat(machine.get().power()).isEqualTo(Power.RUNNING);
            }
            assertThat(hypervisor.machines()).hasSize(1000).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void providerIsFoundAndItsServerOutlivesConnections(@TempDir Path directory) {
        HypervisorProvider provider = ServiceLoader.load(HypervisorProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.kind().equals("simulated"))
                .findFirst()
                .orElseThrow();
        HypervisorSettings settings = new HypervisorSettings(
                "lab",
                new InstallationId("ours"),
                directory,
                Map.of("deny", "rollback_any, console"),
                Map.<String, Secret>of());
        Machine machine;
        try (Hypervisor first = provider.connect(settings)) {
            machine = first.create(subject.spec(), work);
            assertThat(first.console()).isEmpty();
            assertThat(first.supports(Capability.ROLLBACK_ANY, subject.spec()).isYes())
                    .isFalse();
        }
        try (Hypervisor next = provider.connect(settings)) {
            assertThat(next.machines()).containsExactly(machine);
            assertThat(SimulatedProvider.server(directory).size()).isEqualTo(1);
        }
    }

    @Test
    void unknownCapabilityInTheSettingsIsTold(@TempDir Path directory) {
        HypervisorSettings settings = new HypervisorSettings(
                "lab", new InstallationId("ours"), directory, Map.of("deny", "teleport"), Map.<String, Secret>of());
        VivariumException e =
                catchThrowableOfType(VivariumException.class, () -> new SimulatedProvider().connect(settings));
        assertThat(e.kind()).isEqualTo(Kind.INVALID);
        assertThat(e).hasMessageContaining("teleport").hasMessageContaining("SNAPSHOT_LIVE");
    }

    @Test
    void everyPointIsNamedAndPassed() {
        Machine machine = hypervisor.start(hypervisor.create(subject.spec(), work), work);
        Snapshots snapshots = hypervisor.snapshots().orElseThrow();
        SnapshotId id = SnapshotId.random();
        snapshots.take(machine, id, "x", SnapshotKind.LIVE, work);
        snapshots.rollback(machine, id, work);
        snapshots.delete(machine, id, work);
        hypervisor.media(machine, List.of(), work);
        hypervisor.delete(machine, work);
        assertThat(server.faults().visited())
                .contains(
                        "preflight",
                        "create.before",
                        "create.after-define",
                        "create.after-disk",
                        "create.after-ports",
                        "create.after",
                        "start.before",
                        "start.after",
                        "snapshot.before",
                        "snapshot.after-reserve",
                        "snapshot.after",
                        "rollback.before",
                        "rollback.after-stop",
                        "rollback.after",
                        "snapshot-delete.before",
                        "snapshot-delete.after",
                        "media.before",
                        "media.after",
                        "delete.before",
                        "delete.after-stop",
                        "delete.after");
    }
}
