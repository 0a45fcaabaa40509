package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.contract.Cuts.Attempt;
import dev.vivarium.testkit.faults.RecordingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules R80 to R99: machines whose disks come from other machines. */
public abstract class CloneContract extends Contract {
    private static final boolean FULL = false;
    private static final boolean LINKED = true;

    @Test
    @Proves(Rule.R80)
    protected void fullCloneHasTheDiskAndItsOwnIdentity() {
        cloneHasTheDiskAndItsOwnIdentity(FULL);
    }

    @Test
    @Proves(Rule.R81)
    protected void linkedCloneHasTheDiskAndItsOwnIdentity() {
        cloneHasTheDiskAndItsOwnIdentity(LINKED);
    }

    private void cloneHasTheDiskAndItsOwnIdentity(boolean linked) {
        Machine source = source("было");
        try (TestMedia files = new TestMedia()) {
            Medium seed = files.medium(0, "CIDATA", 64);
            MachineSpec spec = Specs.with(of(source, Optional.empty(), linked), List.of(seed));
            Machine clone = clone(spec);
            assertThat(clone.node()).isEqualTo(spec.node());
            assertThat(clone.power()).isEqualTo(Power.OFF);
            assertThat(plain(now(clone))).isEqualTo(plain(clone));
            assertThat(here().drives(clone)).isEqualTo(Map.of(0, TestMedia.digest(seed)));
            assertThat(here().disks().get(clone)).isEqualTo("было");
            assertThat(clone.forwards())
                    .extracting(PortForward::endpoint)
                    .noneMatch(source.forwards().stream()
                            .map(PortForward::endpoint)
                            .toList()::contains);
            assertThat(plain(now(source))).isEqualTo(plain(source));
            assertThat(hypervisor().machines()).extracting(Machine::node).contains(source.node(), clone.node());
        }
    }

    @Test
    @Proves(Rule.R82)
    protected void sourceAndCloneDoNotSeeEachOther() {
        Machine source = source("общее");
        Machine clone = clone(of(source, Optional.empty(), FULL));
        here().disks().put(clone, "clone");
        here().disks().put(source, "source");
        assertThat(here().disks().get(clone)).isEqualTo("clone");
        assertThat(here().disks().get(source)).isEqualTo("source");
    }

    @Test
    @Proves(Rule.R83)
    protected void sourceAndLinkedClonesDoNotSeeEachOther() {
        Machine source = source("общее");
        Machine one = clone(of(source, Optional.empty(), LINKED));
        Machine two = clone(of(source, Optional.empty(), LINKED));
        here().disks().put(one, "one");
        here().disks().put(source, "source");
        Machine three = clone(of(source, Optional.empty(), LINKED));
        assertThat(here().disks().get(one)).isEqualTo("one");
        assertThat(here().disks().get(two)).isEqualTo("общее");
        assertThat(here().disks().get(three)).isEqualTo("source");
    }

    @Test
    @Proves(Rule.R84)
    protected void cloningTwiceIsCloningOnce() {
        Machine source = source("once");
        MachineSpec spec = of(source, Optional.empty(), FULL);
        RecordingWork work = work();
        Machine clone = cloning().clone(spec, work);
        here().disks().put(source, "later");
        assertThat(plain(cloning().clone(spec, work.again()))).isEqualTo(plain(clone));
        assertThat(plain(cloning().clone(spec, work()))).isEqualTo(plain(clone));
        assertThat(here().disks().get(clone)).isEqualTo("once");
        assertThat(here().machinesOnServer(spec)).isEqualTo(1);
    }

    @Test
    @Proves(Rule.R85)
    protected void cloneOfSnapshotHasTheDiskOfThatMoment() {
        assume(Capability.SNAPSHOT_STOPPED);
        Machine source = source("then");
        Snapshot snapshot = take(source);
        here().disks().put(source, "now");
        hypervisor().start(source, work());
        Machine clone = clone(of(source, Optional.of(snapshot.id()), FULL));
        assertThat(now(source).power()).isEqualTo(Power.RUNNING);
        assertThat(here().disks().get(clone)).isEqualTo("then");
        assertThat(snapshots().list(clone)).isEmpty();
        assertThat(snapshots().list(source)).containsExactly(snapshot);
        hypervisor().stop(source, StopMode.FORCED, work());
        assertThat(here().disks().get(source)).isEqualTo("now");
    }

    @Test
    @Proves(Rule.R86)
    protected void runningSourceIsConflict() {
        Machine source = source("runs");
        hypervisor().start(source, work());
        MachineSpec spec = of(source, Optional.empty(), FULL);
        assertRefused(Kind.CONFLICT, () -> clone(spec));
        assertThat(here().machinesOnServer(spec)).isZero();
        assertThat(now(source).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R87)
    protected void absentSourceAndSmallerDiskAreRefused() {
        Machine source = source("there");
        MachineSpec good = of(source, Optional.empty(), FULL);
        refused(Kind.NOT_FOUND, of(NodeId.random(), Optional.empty(), FULL));
        refused(Kind.NOT_FOUND, of(source, Optional.of(SnapshotId.random()), FULL));
        refused(Kind.INVALID, Specs.withDisk(good, good.diskMiB() - 1));
        assertRefused(Kind.INVALID, () -> create(good));
        assertThat(here().machinesOnServer(good)).isZero();
    }

    private void refused(Kind kind, MachineSpec spec) {
        assertRefused(kind, () -> clone(spec));
        assertThat(here().machinesOnServer(spec)).isZero();
    }

    @Test
    @Proves(Rule.R88)
    protected void linkedClonesOutliveTheirSources() {
        Machine source = source("первый");
        Machine child = clone(of(source, Optional.empty(), LINKED));
        Machine grandchild = clone(of(child, Optional.empty(), LINKED));
        hypervisor().delete(source, work());
        assertThat(here().disks().get(child)).isEqualTo("первый");
        hypervisor().delete(child, work());
        assertThat(here().disks().get(grandchild)).isEqualTo("первый");
        assertThat(hypervisor().start(grandchild, work()).power()).isEqualTo(Power.RUNNING);
        hypervisor().delete(grandchild, work());
        assertThat(here().leftovers()).isEmpty();
    }

    @Test
    @Proves(Rule.R89)
    protected void cloneAndSourceStart() {
        Machine source = source("both");
        Machine clone = clone(of(source, Optional.empty(), FULL));
        assertThat(hypervisor().start(clone, work()).power()).isEqualTo(Power.RUNNING);
        assertThat(hypervisor().start(source, work()).power()).isEqualTo(Power.RUNNING);
        assertThat(now(clone).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R90)
    protected void fullCloneCutAnywhereIsMadeOnce() {
        cutCloning(FULL);
    }

    @Test
    @Proves(Rule.R91)
    protected void linkedCloneCutAnywhereIsMadeOnce() {
        cutCloning(LINKED);
    }

    private void cutCloning(boolean linked) {
        Machine source = source("cut");
        List<Machine> made = new ArrayList<>();
        Cuts.of(here()).each(() -> {
            MachineSpec spec = of(source, Optional.empty(), linked);
            return new Attempt(
                    (hypervisor, work) -> hypervisor.cloning().orElseThrow().clone(spec, work), next -> {
                        Machine clone = cloning().clone(spec, next);
                        assertThat(plain(now(clone))).isEqualTo(plain(clone));
                        assertThat(here().machinesOnServer(spec)).isEqualTo(1);
                        assertThat(here().disks().get(clone)).isEqualTo("cut");
                        assertThat(here().disks().get(source)).isEqualTo("cut");
                        made.add(clone);
                    });
        });
        made.forEach(clone -> hypervisor().delete(clone, work()));
        assertThat(here().leftovers()).isEmpty();
    }

    @Test
    @Proves(Rule.R92)
    protected void cloneCutAnywhereThenDeletedLeavesNothing() {
        Machine source = source("cut");
        Cuts.of(here()).each(() -> {
            MachineSpec spec = of(source, Optional.empty(), LINKED);
            return new Attempt(
                    (hypervisor, work) -> hypervisor.cloning().orElseThrow().clone(spec, work), next -> {
                        hypervisor()
                                .find(spec.node())
                                .ifPresent(half -> hypervisor().delete(half, next));
                        assertThat(here().machinesOnServer(spec)).isZero();
                        assertThat(here().leftovers()).isEmpty();
                        assertThat(here().disks().get(source)).isEqualTo("cut");
                    });
        });
    }

    private Machine source(String onTheDisk) {
        Machine machine = create(here().spec());
        here().disks().put(machine, onTheDisk);
        return machine;
    }

    private Snapshot take(Machine machine) {
        return snapshots().take(machine, SnapshotId.random(), "перед", SnapshotKind.STOPPED, work());
    }

    private MachineSpec of(Machine source, Optional<SnapshotId> snapshot, boolean linked) {
        return of(source.node(), snapshot, linked);
    }

    private MachineSpec of(NodeId source, Optional<SnapshotId> snapshot, boolean linked) {
        return Specs.with(here().spec(), new DiskSource.CloneOf(source, snapshot, linked));
    }

    private Cloning cloning() {
        return hypervisor().cloning().orElseThrow();
    }

    private Machine clone(MachineSpec spec) {
        return cloning().clone(spec, work());
    }
}
