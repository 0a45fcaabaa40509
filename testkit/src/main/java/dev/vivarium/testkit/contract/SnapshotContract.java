package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.faults.RecordingWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rules R30 to R49: points that a machine can be rolled back to. */
public abstract class SnapshotContract extends Contract {

    @Test
    @Proves(Rule.R30)
    protected void liveSnapshotOfRunningMachine() {
        Machine machine = running();
        Snapshot snapshot = take(machine, "live", SnapshotKind.LIVE);
        assertThat(snapshot.kind()).isEqualTo(SnapshotKind.LIVE);
        assertThat(snapshot.node()).isEqualTo(machine.node());
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
        assertThat(snapshots().list(machine)).containsExactly(snapshot);
    }

    @Test
    @Proves(Rule.R31)
    protected void stoppedSnapshotOfMachineThatIsOff() {
        Machine machine = create(here().spec());
        Snapshot snapshot = take(machine, "off", SnapshotKind.STOPPED);
        assertThat(snapshot.kind()).isEqualTo(SnapshotKind.STOPPED);
        assertThat(now(machine).power()).isEqualTo(Power.OFF);
        assertThat(snapshots().list(machine)).containsExactly(snapshot);
    }

    @Test
    @Proves(Rule.R32)
    protected void sameIdTwiceIsOneSnapshot() {
        Machine machine = create(here().spec());
        SnapshotId id = SnapshotId.random();
        RecordingWork work = work();
        Snapshot first = snapshots().take(machine, id, "once", SnapshotKind.STOPPED, work);
        assertThat(snapshots().take(machine, id, "once", SnapshotKind.STOPPED, work.again()))
                .isEqualTo(first);
        assertThat(snapshots().take(machine, id, "once", SnapshotKind.STOPPED, work()))
                .isEqualTo(first);
        assertThat(snapshots().list(machine)).containsExactly(first);
    }

    @Test
    @Proves(Rule.R33)
    protected void namesAreKept() {
        Machine machine = create(here().spec());
        List<String> names = List.of(
                "перед сеансом №1", "it's \"quoted\" \\ `here`", " two  spaces ", "a,b=c;d/e|f&g$(h)", "ю".repeat(255));
        for (String name : names) {
            assertThat(take(machine, name, SnapshotKind.STOPPED).name()).isEqualTo(name);
        }
        assertThat(snapshots().list(machine)).extracting(Snapshot::name).containsExactlyElementsOf(names);
    }

    @Test
    @Proves(Rule.R34)
    protected void listIsOldestFirstWithParents() {
        Machine machine = create(here().spec());
        Snapshot one = take(machine, "one", SnapshotKind.STOPPED);
        Snapshot two = take(machine, "two", SnapshotKind.STOPPED);
        Snapshot three = take(machine, "three", SnapshotKind.STOPPED);
        assertThat(snapshots().list(machine)).containsExactly(one, two, three);
        assertThat(List.of(one, two, three))
                .extracting(Snapshot::parent)
                .containsExactly(Optional.empty(), Optional.of(one.id()), Optional.of(two.id()));
        assertThat(two.takenAt()).isAfterOrEqualTo(one.takenAt());
    }

    @Test
    @Proves(Rule.R35)
    protected void anyNodeOfTheTreeIsRolledBackTo() {
        Machine machine = create(here().spec());
        Snapshot root = take(machine, "root", SnapshotKind.STOPPED);
        Snapshot left = take(machine, "left", SnapshotKind.STOPPED);
        rollback(machine, root);
        Snapshot right = take(machine, "right", SnapshotKind.STOPPED);
        assertThat(right.parent()).contains(root.id());
        for (Snapshot target : List.of(left, root, right, left)) {
            rollback(machine, target);
            Snapshot child = take(machine, "child of " + target.name(), SnapshotKind.STOPPED);
            assertThat(child.parent()).contains(target.id());
            snapshots().delete(machine, child.id(), work());
        }
        assertThat(snapshots().list(machine)).containsExactly(root, left, right);
    }

    @Test
    @Proves(Rule.R36)
    protected void unknownSnapshotIsNotFound() {
        Machine machine = create(here().spec());
        Snapshot known = take(machine, "known", SnapshotKind.STOPPED);
        hypervisor().start(machine, work());
        assertRefused(Kind.NOT_FOUND, () -> snapshots().rollback(machine, SnapshotId.random(), work()));
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
        assertThat(snapshots().list(machine)).containsExactly(known);
    }

    @Test
    @Proves(Rule.R37)
    protected void liveRollbackRuns() {
        Machine machine = running();
        Snapshot live = take(machine, "live", SnapshotKind.LIVE);
        assertThat(rollback(machine, live).power()).isEqualTo(Power.RUNNING);
        hypervisor().stop(machine, StopMode.FORCED, work());
        assertThat(rollback(machine, live).power()).isEqualTo(Power.RUNNING);
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R38)
    protected void rollbackToDiskIsOff() {
        Machine machine = create(here().spec());
        Snapshot disk = take(machine, "disk", SnapshotKind.STOPPED);
        hypervisor().start(machine, work());
        assertThat(rollback(machine, disk).power()).isEqualTo(Power.OFF);
        assertThat(now(machine).power()).isEqualTo(Power.OFF);
        assertThat(hypervisor().start(machine, work()).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R39)
    protected void kindThatDoesNotFitThePowerIsConflict() {
        Machine machine = create(here().spec());
        if (hypervisor().supports(Capability.SNAPSHOT_LIVE, here().spec()).isYes()) {
            assertRefused(Kind.CONFLICT, () -> take(machine, "live", SnapshotKind.LIVE));
        }
        hypervisor().start(machine, work());
        assertRefused(Kind.CONFLICT, () -> take(machine, "stopped", SnapshotKind.STOPPED));
        assertThat(snapshots().list(machine)).isEmpty();
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R40)
    protected void deletingKeepsChildren() {
        Machine machine = create(here().spec());
        Snapshot root = take(machine, "root", SnapshotKind.STOPPED);
        Snapshot middle = take(machine, "middle", SnapshotKind.STOPPED);
        Snapshot leaf = take(machine, "leaf", SnapshotKind.STOPPED);
        snapshots().delete(machine, middle.id(), work());
        assertThat(snapshots().list(machine)).extracting(Snapshot::id).containsExactly(root.id(), leaf.id());
        assertThat(rollback(machine, root).power()).isEqualTo(Power.OFF);
        assertThat(rollback(machine, leaf).power()).isEqualTo(Power.OFF);
        snapshots().delete(machine, root.id(), work());
        assertThat(rollback(machine, leaf).power()).isEqualTo(Power.OFF);
        assertThat(snapshots().list(machine)).extracting(Snapshot::id).containsExactly(leaf.id());
    }

    @Test
    @Proves(Rule.R41)
    protected void removingTwiceIsRemovingOnce() {
        Machine machine = create(here().spec());
        Snapshot goes = take(machine, "goes", SnapshotKind.STOPPED);
        Snapshot stays = take(machine, "stays", SnapshotKind.STOPPED);
        RecordingWork work = work();
        snapshots().delete(machine, goes.id(), work);
        snapshots().delete(machine, goes.id(), work.again());
        snapshots().delete(machine, goes.id(), work());
        snapshots().delete(machine, SnapshotId.random(), work());
        assertThat(snapshots().list(machine)).extracting(Snapshot::id).containsExactly(stays.id());
        assertRefused(Kind.NOT_FOUND, () -> rollback(machine, goes));
    }

    @Test
    @Proves(Rule.R42)
    protected void nextConnectionSeesTheTree() {
        Machine machine = create(here().spec());
        take(machine, "корень", SnapshotKind.STOPPED);
        Snapshot leaf = take(machine, "leaf", SnapshotKind.STOPPED);
        List<Snapshot> tree = snapshots().list(machine);
        try (Hypervisor next = here().reconnect()) {
            Snapshots theirs = next.snapshots().orElseThrow();
            assertThat(theirs.list(machine)).isEqualTo(tree);
            assertThat(theirs.rollback(machine, leaf.id(), work()).power()).isEqualTo(Power.OFF);
            Snapshot child = theirs.take(machine, SnapshotId.random(), "child", SnapshotKind.STOPPED, work());
            assertThat(child.parent()).contains(leaf.id());
        }
    }

    @Test
    @Proves(Rule.R43)
    protected void rollbackKeepsTheDrives() {
        try (TestMedia files = new TestMedia()) {
            Medium then = files.medium(0, "CIDATA", 64);
            Medium today = files.medium(0, "CIDATA", 128);
            Machine machine = create(Specs.with(here().spec(), List.of(then)));
            Snapshot snapshot = take(machine, "then", SnapshotKind.STOPPED);
            hypervisor().media(machine, List.of(today), work());
            rollback(machine, snapshot);
            assertThat(here().drives(machine)).isEqualTo(Map.of(0, TestMedia.digest(today)));
        }
    }

    @Test
    @Proves(Rule.R44)
    protected void liveSnapshotBringsBackMemoryAndDisk() {
        Optional<GuestProbe> found = here().probe();
        Assumptions.assumeTrue(found.isPresent(), "nothing looks into the guests of this subject");
        GuestProbe probe = found.orElseThrow();
        Machine machine = running();
        probe.memory(machine, "было");
        probe.disk(machine, "было");
        Snapshot live = take(machine, "before", SnapshotKind.LIVE);
        probe.memory(machine, "стало");
        probe.disk(machine, "стало");
        assertThat(probe.memory(machine)).contains("стало");
        rollback(machine, live);
        assertThat(probe.memory(machine)).contains("было");
        assertThat(probe.disk(machine)).contains("было");
    }

    @Test
    @Proves(Rule.R45)
    protected void machineWithSnapshotsIsDeletedWhole() {
        MachineSpec spec = here().spec();
        Machine machine = create(spec);
        Snapshot snapshot = take(machine, "last", SnapshotKind.STOPPED);
        take(machine, "child", SnapshotKind.STOPPED);
        hypervisor().delete(machine, work());
        assertThat(here().machinesOnServer(spec)).isZero();
        assertRefused(Kind.NOT_FOUND, () -> rollback(machine, snapshot));
        assertRefused(Kind.NOT_FOUND, () -> take(machine, "late", SnapshotKind.STOPPED));
        assertThat(create(spec).node()).isEqualTo(spec.node());
        assertThat(snapshots().list(now(machine))).isEmpty();
    }

    @Test
    @Proves(Rule.R46)
    protected void nextProcessRollsBackLiveWithOtherMedia() {
        try (TestMedia files = new TestMedia()) {
            Medium then = files.medium(0, "CIDATA", 64);
            Medium today = files.medium(1, "VIVARIUM1", 256);
            Machine machine = hypervisor().start(create(Specs.with(here().spec(), List.of(then))), work());
            Snapshot live = take(machine, "live", SnapshotKind.LIVE);
            hypervisor().stop(machine, StopMode.FORCED, work());
            hypervisor().media(machine, List.of(today), work());
            try (Hypervisor next = here().reconnect()) {
                Machine back = next.snapshots().orElseThrow().rollback(machine, live.id(), work());
                assertThat(back.power()).isEqualTo(Power.RUNNING);
                assertThat(back.forwards()).isEqualTo(machine.forwards());
            }
            assertThat(here().drives(machine)).isEqualTo(Map.of(1, TestMedia.digest(today)));
        }
    }

    private Machine running() {
        return hypervisor().start(create(here().spec()), work());
    }

    private Snapshot take(Machine machine, String name, SnapshotKind kind) {
        return snapshots().take(machine, SnapshotId.random(), name, kind, work());
    }

    private Machine rollback(Machine machine, Snapshot snapshot) {
        return snapshots().rollback(machine, snapshot.id(), work());
    }
}
