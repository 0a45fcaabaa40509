package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.faults.RecordingWork;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules R01 to R19: machines come, run, stop and go. */
public abstract class LifecycleContract extends Contract {

    @Test
    @Proves(Rule.R01)
    protected void createdMachineIsFoundOffAndAlone() {
        MachineSpec spec = here().spec();
        Machine machine = create(spec);
        assertThat(machine.node()).isEqualTo(spec.node());
        assertThat(machine.power()).isEqualTo(Power.OFF);
        assertThat(plain(now(machine))).isEqualTo(plain(machine));
        assertThat(here().machinesOnServer(spec)).isEqualTo(1);
        assertThat(hypervisor().find(NodeId.random())).isEmpty();
    }

    @Test
    @Proves(Rule.R02)
    protected void creatingTwiceIsCreatingOnce() {
        MachineSpec spec = here().spec();
        RecordingWork work = work();
        Machine first = hypervisor().create(spec, work);
        assertThat(plain(hypervisor().create(spec, work.again()))).isEqualTo(plain(first));
        assertThat(plain(hypervisor().create(spec, work()))).isEqualTo(plain(first));
        assertThat(here().machinesOnServer(spec)).isEqualTo(1);
    }

    @Test
    @Proves(Rule.R03)
    protected void halfMadeMachineIsFoundAndCompleted() {
        Cuts.of(here()).each(() -> {
            MachineSpec spec = here().spec();
            return new Cuts.Attempt((hypervisor, work) -> hypervisor.create(spec, work), work -> {
                boolean anyOfIt = here().machinesOnServer(spec) > 0;
                assertThat(hypervisor().find(spec.node()).isPresent()).isEqualTo(anyOfIt);
                Machine whole = hypervisor().create(spec, work);
                assertThat(hypervisor().find(spec.node()).map(Contract::plain)).contains(plain(whole));
            });
        });
    }

    @Test
    @Proves(Rule.R04)
    protected void deletingTwiceIsDeletingOnce() {
        MachineSpec spec = here().spec();
        Machine machine = create(spec);
        RecordingWork work = work();
        hypervisor().delete(machine, work);
        assertThat(hypervisor().find(spec.node())).isEmpty();
        assertThat(here().machinesOnServer(spec)).isZero();
        hypervisor().delete(machine, work.again());
        hypervisor().delete(machine, work());
    }

    @Test
    @Proves(Rule.R05)
    protected void halfMadeMachineIsDeletedWhole() {
        Cuts.of(here()).each(() -> {
            MachineSpec spec = here().spec();
            return new Cuts.Attempt((hypervisor, work) -> hypervisor.create(spec, work), work -> {
                hypervisor().find(spec.node()).ifPresent(half -> hypervisor().delete(half, work()));
                assertThat(hypervisor().find(spec.node())).isEmpty();
                assertThat(here().machinesOnServer(spec)).isZero();
            });
        });
    }

    @Test
    @Proves(Rule.R06)
    protected void startingTwiceIsStartingOnce() {
        Machine machine = create(here().spec());
        Machine started = hypervisor().start(machine, work());
        assertThat(started.power()).isEqualTo(Power.RUNNING);
        here().probe().ifPresent(probe -> probe.memory(started, "память"));
        assertThat(plain(hypervisor().start(machine, work()))).isEqualTo(plain(started));
        assertThat(plain(hypervisor().start(started, work()))).isEqualTo(plain(started));
        here().probe().ifPresent(probe -> assertThat(probe.memory(started)).contains("память"));
    }

    @Test
    @Proves(Rule.R07)
    protected void stoppingTwiceIsStoppingOnce() {
        Machine machine = hypervisor().start(create(here().spec()), work());
        for (StopMode mode : List.of(StopMode.FORCED, StopMode.GRACEFUL)) {
            Machine stopped = hypervisor().stop(machine, mode, work());
            assertThat(stopped.power()).isEqualTo(Power.OFF);
            assertThat(hypervisor().stop(machine, mode, work()).power()).isEqualTo(Power.OFF);
        }
    }

    @Test
    @Tag("full")
    @Proves(Rule.R07)
    protected void gracefulStopEndsInOff() {
        Machine machine = hypervisor().start(create(here().spec()), work());
        assertThat(hypervisor().stop(machine, StopMode.GRACEFUL, work()).power())
                .isEqualTo(Power.OFF);
    }

    @Test
    @Proves(Rule.R08)
    protected void runningMachineIsDeleted() {
        MachineSpec spec = here().spec();
        Machine machine = hypervisor().start(create(spec), work());
        hypervisor().delete(machine, work());
        assertThat(hypervisor().find(spec.node())).isEmpty();
        assertThat(here().machinesOnServer(spec)).isZero();
    }

    @Test
    @Proves(Rule.R09)
    protected void listHoldsOursOnly() {
        Machine one = create(here().spec());
        Machine two = create(here().spec());
        ContractSubject.Stranger stranger = here().stranger();
        Machine theirs = stranger.hypervisor().create(stranger.spec(), work());
        assertThat(hypervisor().machines())
                .extracting(Contract::plain)
                .containsExactlyInAnyOrder(plain(one), plain(two));
        assertThat(stranger.hypervisor().machines()).extracting(Contract::plain).containsExactly(plain(theirs));
    }

    @Test
    @Proves(Rule.R10)
    protected void strangersMachinesAreNotTouched() {
        ContractSubject.Stranger stranger = here().stranger();
        Machine theirs = stranger.hypervisor().start(stranger.hypervisor().create(stranger.spec(), work()), work());
        assertThat(hypervisor().find(theirs.node())).isEmpty();
        assertRefused(Kind.NOT_FOUND, () -> hypervisor().stop(theirs, StopMode.FORCED, work()));
        assertRefused(Kind.NOT_FOUND, () -> hypervisor().media(theirs, List.of(), work()));
        try {
            hypervisor().delete(theirs, work());
        } catch (VivariumException e) {
            assertThat(e.kind()).isIn(Kind.NOT_FOUND, Kind.DENIED, Kind.CONFLICT);
        }
        assertThat(stranger.hypervisor().find(theirs.node()).map(Contract::plain))
                .contains(plain(theirs));
    }

    @Test
    @Proves(Rule.R11)
    protected void nextConnectionSeesTheSame() {
        Machine running;
        Machine off;
        try (Hypervisor first = here().reconnect()) {
            running = first.start(first.create(here().spec(), work()), work());
            off = first.create(here().spec(), work());
        }
        try (Hypervisor next = here().reconnect()) {
            assertThat(next.find(running.node()).map(Contract::plain)).contains(plain(running));
            assertThat(next.find(off.node()).map(Contract::plain)).contains(plain(off));
            assertThat(next.stop(running, StopMode.FORCED, work()).power()).isEqualTo(Power.OFF);
        }
        assertThat(now(running).power()).isEqualTo(Power.OFF);
    }

    @Test
    @Proves(Rule.R12)
    protected void portsStayAndDiffer() {
        Machine machine = create(here().spec());
        Machine other = create(here().spec());
        Set<Integer> ports = new HashSet<>();
        for (PortForward forward : List.copyOf(machine.forwards())) {
            assertThat(ports.add(forward.endpoint().port())).isTrue();
        }
        assertThat(other.forwards())
                .allSatisfy(f -> assertThat(ports.add(f.endpoint().port())).isTrue());
        Machine started = hypervisor().start(machine, work());
        assertThat(started.forwards()).isEqualTo(machine.forwards());
        hypervisor().stop(started, StopMode.FORCED, work());
        try (Hypervisor next = here().reconnect()) {
            assertThat(next.start(machine, work()).forwards()).isEqualTo(machine.forwards());
        }
    }

    @Test
    @Proves(Rule.R13)
    protected void preflightPassesGoodSpec() {
        MachineSpec spec = here().spec();
        assertThat(hypervisor().preflight(spec)).filteredOn(Finding::isError).isEmpty();
        assertThat(here().machinesOnServer(spec)).isZero();
    }

    @Test
    @Proves(Rule.R14)
    protected void absentImageIsFoundBeforehand() {
        Path absent = Path.of("no-such-image-образ.qcow2").toAbsolutePath();
        MachineSpec spec = Specs.with(here().spec(), new DiskSource.ImageFile(absent, Digest.of(new byte[0])));
        assertThat(hypervisor().preflight(spec))
                .filteredOn(Finding::isError)
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.code()).isNotBlank();
                    assertThat(finding.message()).isNotBlank();
                    assertThat(finding.remedy()).isNotBlank();
                });
        failure(() -> create(spec));
        assertThat(hypervisor().find(spec.node())).isEmpty();
        assertThat(here().machinesOnServer(spec)).isZero();
    }

    @Test
    @Proves(Rule.R15)
    protected void whatIsGoneIsNotFound() {
        Machine gone = create(here().spec());
        hypervisor().delete(gone, work());
        assertRefused(Kind.NOT_FOUND, () -> hypervisor().start(gone, work()));
        assertRefused(Kind.NOT_FOUND, () -> hypervisor().stop(gone, StopMode.GRACEFUL, work()));
        assertRefused(Kind.NOT_FOUND, () -> hypervisor().media(gone, List.of(), work()));
    }

    @Test
    @Proves(Rule.R16)
    protected void cancelledCreationLeavesNothingBehind() {
        MachineSpec probe = here().spec();
        RecordingWork counting = work();
        hypervisor().create(probe, counting);
        assertThat(counting.checks()).as("checkCancelled is called").isPositive();
        for (int check = 0; check < counting.checks(); check++) {
            MachineSpec spec = here().spec();
            RecordingWork work = work().cancelAt(check);
            assertRefused(Kind.CANCELLED, () -> hypervisor().create(spec, work));
            if (check % 2 == 0) {
                hypervisor().create(spec, work.again());
                assertThat(here().machinesOnServer(spec)).isEqualTo(1);
            }
            hypervisor().find(spec.node()).ifPresent(half -> hypervisor().delete(half, work()));
            assertThat(here().machinesOnServer(spec))
                    .as("cancelled at check %d", check)
                    .isZero();
        }
    }

    @Test
    @Proves(Rule.R17)
    protected void twoConnectionsAtOnce() throws InterruptedException, ExecutionException, TimeoutException {
        Machine shared = create(here().spec());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Hypervisor other = here().reconnect()) {
            Future<Machine> first = threads.submit(() -> cycle(hypervisor(), shared));
            Future<Machine> second = threads.submit(() -> cycle(other, shared));
            NodeId one = first.get(2, TimeUnit.MINUTES).node();
            NodeId two = second.get(2, TimeUnit.MINUTES).node();
            assertThat(hypervisor().machines())
                    .hasSize(3)
                    .extracting(Machine::node)
                    .contains(one, two);
            assertThat(now(shared).power()).isEqualTo(Power.RUNNING);
        } finally {
            threads.shutdownNow();
        }
    }

    private Machine cycle(Hypervisor connection, Machine shared) {
        Machine own = connection.create(here().spec(), work());
        connection.start(shared, work());
        return connection.start(own, work());
    }

    @Test
    @Proves(Rule.R18)
    protected void lookedUpPowerIsTheRealOne() {
        Machine machine = create(here().spec());
        hypervisor().start(machine, work());
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
        assertThat(hypervisor().machines()).extracting(Machine::power).containsExactly(Power.RUNNING);
        hypervisor().stop(machine, StopMode.FORCED, work());
        assertThat(now(machine).power()).isEqualTo(Power.OFF);
    }
}
