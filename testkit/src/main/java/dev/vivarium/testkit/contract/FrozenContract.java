package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.testkit.contract.Cuts.Attempt;
import org.junit.jupiter.api.Test;

/** Rules R47 to R49: snapshots of the disk while the guest's file systems are frozen. */
public abstract class FrozenContract extends Contract {

    @Test
    @Proves(Rule.R47)
    protected void frozenSnapshotOfRunningMachine() {
        Machine machine = running();
        Snapshot snapshot = take(snapshots(), machine, SnapshotId.random());
        assertThat(snapshot.kind()).isEqualTo(SnapshotKind.FROZEN);
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
        assertThat(here().frozen(machine)).isFalse();
        assertThat(snapshots().list(machine)).containsExactly(snapshot);
        assertThat(snapshots().rollback(machine, snapshot.id(), work()).power()).isEqualTo(Power.OFF);
    }

    @Test
    @Proves(Rule.R48)
    protected void frozenSnapshotCutAnywhereIsTakenOnce() {
        Machine machine = running();
        Cuts.of(here()).each(() -> {
            SnapshotId id = SnapshotId.random();
            return new Attempt(
                    (hypervisor, work) -> hypervisor
                            .snapshots()
                            .orElseThrow()
                            .take(machine, id, "frozen " + id, SnapshotKind.FROZEN, work),
                    next -> {
                        Snapshot snapshot = snapshots().take(machine, id, "frozen " + id, SnapshotKind.FROZEN, next);
                        assertThat(snapshots().list(machine)).containsExactly(snapshot);
                        assertThat(here().frozen(machine)).isFalse();
                        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
                        snapshots().delete(machine, id, work());
                    });
        });
    }

    private Machine running() {
        MachineSpec spec = here().spec();
        Machine machine = hypervisor().start(create(spec), work());
        here().agent(machine);
        assertThat(hypervisor().supports(Capability.SNAPSHOT_FROZEN, spec).isYes())
                .isTrue();
        return machine;
    }

    private Snapshot take(Snapshots snapshots, Machine machine, SnapshotId id) {
        return snapshots.take(machine, id, "frozen", SnapshotKind.FROZEN, work());
    }
}
