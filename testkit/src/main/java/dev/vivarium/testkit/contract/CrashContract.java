package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.contract.Cuts.Attempt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules R60 to R69: stop anywhere, call again with the same journal, and it is done exactly once. */
public abstract class CrashContract extends Contract {

    @Test
    @Proves(Rule.R60)
    protected void createCutAnywhereMakesOneMachine() {
        Cuts.of(here()).each(() -> {
            MachineSpec spec = here().spec();
            return new Attempt((hypervisor, work) -> hypervisor.create(spec, work), next -> {
                Machine machine = hypervisor().create(spec, next);
                assertThat(machine.power()).isEqualTo(Power.OFF);
                assertThat(plain(now(machine))).isEqualTo(plain(machine));
                assertThat(hypervisor().machines())
                        .filteredOn(m -> m.node().equals(spec.node()))
                        .hasSize(1);
                assertThat(here().machinesOnServer(spec)).isEqualTo(1);
                hypervisor().delete(hypervisor().start(machine, work()), work());
                assertThat(here().machinesOnServer(spec)).isZero();
            });
        });
    }

    @Test
    @Proves(Rule.R61)
    protected void startCutAnywhereRunsOnce() {
        MachineSpec spec = here().spec();
        Machine machine = create(spec);
        Cuts.of(here()).each(() -> {
            hypervisor().stop(machine, StopMode.FORCED, work());
            return new Attempt((hypervisor, work) -> hypervisor.start(machine, work), next -> {
                assertThat(hypervisor().start(machine, next).power()).isEqualTo(Power.RUNNING);
                assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
                assertThat(here().machinesOnServer(spec)).isEqualTo(1);
            });
        });
    }

    @Test
    @Proves(Rule.R62)
    protected void stopCutAnywhereIsOff() {
        Machine machine = create(here().spec());
        Cuts.of(here()).each(() -> {
            hypervisor().start(machine, work());
            return new Attempt((hypervisor, work) -> hypervisor.stop(machine, StopMode.FORCED, work), next -> {
                assertThat(hypervisor().stop(machine, StopMode.FORCED, next).power())
                        .isEqualTo(Power.OFF);
                assertThat(now(machine).power()).isEqualTo(Power.OFF);
            });
        });
    }

    @Test
    @Proves(Rule.R63)
    protected void deleteCutAnywhereLeavesNothing() {
        Cuts.of(here()).each(() -> {
            MachineSpec spec = here().spec();
            Machine machine = hypervisor().start(create(spec), work());
            return new Attempt((hypervisor, work) -> hypervisor.delete(machine, work), next -> {
                hypervisor().delete(machine, next);
                assertThat(hypervisor().find(spec.node())).isEmpty();
                assertThat(here().machinesOnServer(spec)).isZero();
            });
        });
    }

    @Test
    @Proves(Rule.R64)
    protected void mediaCutAnywhereAreAsAsked() {
        Machine machine = hypervisor().start(create(here().spec()), work());
        try (TestMedia files = new TestMedia()) {
            Medium first = files.medium(0, "CIDATA", 64);
            Medium second = files.medium(1, "VIVARIUM1", 128);
            Cuts.of(here()).each(() -> {
                hypervisor().media(machine, List.of(first), work());
                return new Attempt((hypervisor, work) -> hypervisor.media(machine, List.of(second), work), next -> {
                    assertThat(hypervisor()
                                    .media(machine, List.of(second), next)
                                    .power())
                            .isEqualTo(Power.RUNNING);
                    assertThat(here().drives(machine)).isEqualTo(Map.of(1, TestMedia.digest(second)));
                });
            });
        }
    }

    @Test
    @Proves(Rule.R65)
    protected void liveSnapshotCutAnywhereIsTakenOnce() {
        Machine machine = hypervisor().start(create(here().spec()), work());
        cutTaking(machine, SnapshotKind.LIVE, Power.RUNNING);
    }

    @Test
    @Proves(Rule.R66)
    protected void stoppedSnapshotCutAnywhereIsTakenOnce() {
        cutTaking(create(here().spec()), SnapshotKind.STOPPED, Power.OFF);
    }

    private void cutTaking(Machine machine, SnapshotKind kind, Power power) {
        Cuts.of(here()).each(() -> {
            SnapshotId id = SnapshotId.random();
            String name = "перед сеансом " + id.brief();
            return new Attempt(
                    (hypervisor, work) -> take(hypervisor.snapshots().orElseThrow(), machine, id, name, kind, work),
                    next -> {
                        Snapshot snapshot = snapshots().take(machine, id, name, kind, next);
                        assertThat(snapshots().list(machine)).containsExactly(snapshot);
                        assertThat(now(machine).power()).isEqualTo(power);
                        snapshots().delete(machine, id, work());
                        assertThat(snapshots().list(machine)).isEmpty();
                    });
        });
    }

    private static void take(
            Snapshots snapshots, Machine machine, SnapshotId id, String name, SnapshotKind kind, Work work) {
        snapshots.take(machine, id, name, kind, work);
    }

    @Test
    @Proves(Rule.R67)
    protected void rollbackCutAnywhereIsDone() {
        Machine machine = create(here().spec());
        SnapshotId stopped = SnapshotId.random();
        snapshots().take(machine, stopped, "stopped", SnapshotKind.STOPPED, work());
        cutRollback(machine, stopped, Power.OFF);
        if (hypervisor().supports(Capability.SNAPSHOT_LIVE, here().spec()).isYes()) {
            hypervisor().start(machine, work());
            SnapshotId live = SnapshotId.random();
            snapshots().take(machine, live, "live", SnapshotKind.LIVE, work());
            cutRollback(machine, live, Power.RUNNING);
        }
    }

    private void cutRollback(Machine machine, SnapshotId id, Power power) {
        List<Snapshot> before = snapshots().list(machine);
        Cuts.of(here()).each(() -> {
            hypervisor().start(machine, work());
            return new Attempt(
                    (hypervisor, work) -> hypervisor.snapshots().orElseThrow().rollback(machine, id, work), next -> {
                        assertThat(snapshots().rollback(machine, id, next).power())
                                .isEqualTo(power);
                        assertThat(now(machine).power()).isEqualTo(power);
                        assertThat(snapshots().list(machine)).isEqualTo(before);
                    });
        });
    }

    @Test
    @Proves(Rule.R68)
    protected void snapshotDeleteCutAnywhereIsDone() {
        Machine machine = create(here().spec());
        SnapshotId kept = SnapshotId.random();
        snapshots().take(machine, kept, "kept", SnapshotKind.STOPPED, work());
        Cuts.of(here()).each(() -> {
            SnapshotId id = SnapshotId.random();
            snapshots().take(machine, id, "goes", SnapshotKind.STOPPED, work());
            return new Attempt(
                    (hypervisor, work) -> hypervisor.snapshots().orElseThrow().delete(machine, id, work), next -> {
                        snapshots().delete(machine, id, next);
                        assertThat(snapshots().list(machine))
                                .extracting(Snapshot::id)
                                .containsExactly(kept);
                    });
        });
    }

    @Test
    @Proves(Rule.R69)
    protected void createCutAnywhereThenDeletedLeavesNothing() {
        Cuts.of(here()).each(() -> {
            MachineSpec spec = here().spec();
            return new Attempt((hypervisor, work) -> hypervisor.create(spec, work), next -> {
                hypervisor().find(spec.node()).ifPresent(half -> hypervisor().delete(half, next));
                assertThat(hypervisor().machines()).noneMatch(m -> m.node().equals(spec.node()));
                assertThat(here().machinesOnServer(spec)).isZero();
            });
        });
    }
}
