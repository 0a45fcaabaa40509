package dev.vivarium.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.proxmox.fake.HttpFaults;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.http.Request;
import dev.vivarium.testkit.faults.RecordingWork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on clusters that others use, too: ids and locks that are taken, tasks that fail. */
class ProxmoxFaultsTest {
    private static final Key<Integer> ID = Key.of("proxmox.id", Integer.class);
    private static final String HELD = "can't lock file '/var/lock/qemu-server/lock-10000.conf' - got timeout";

    private final ProxmoxSubject here = new ProxmoxSubject();

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void anIdThatSomebodyTookMeanwhileIsReplacedByAnother() {
        Machine first = made(here.spec());
        MachineSpec spec = here.spec();
        RecordingWork work = here.work();
        work.remember(ID, Integer.parseInt(first.ref()));
        Machine second = here.hypervisor().create(spec, work);
        assertThat(second.ref()).isNotEqualTo(first.ref());
        assertThat(here.hypervisor().machines())
                .extracting(Machine::node)
                .containsExactlyInAnyOrder(first.node(), spec.node());
    }

    @Test
    void whatAFailedCreationLeftIsRemovedBeforeTheNextTry(@TempDir Path folder) {
        Storage storage = here.fake().cluster().storage("pve", "local");
        AtomicInteger creations = new AtomicInteger();
        here.fake().cluster().leavesVolumes = true;
        here.fake().faults().next(request -> isCreation(request, creations, storage), HttpFaults.Trouble.FAILS);
        Machine machine = made(here.spec(List.of(ProxmoxSubject.medium(folder, Medium.SEED_SLOT))));
        assertThat(creations).hasValue(2);
        assertThat(storage.volumes())
                .filteredOn(v -> v.vmid() > 0)
                .singleElement()
                .satisfies(disk -> assertThat(disk.vmid()).isEqualTo(Integer.parseInt(machine.ref())));
    }

    /** Before the first creation somebody removes its medium: it fails when its disk is there already. */
    private static boolean isCreation(Request request, AtomicInteger creations, Storage storage) {
        if (request.method().equals("POST") && request.path().endsWith("/qemu") && creations.incrementAndGet() == 1) {
            storage.volumes().stream().filter(v -> v.name().startsWith("iso/")).forEach(storage::remove);
        }
        return false;
    }

    @Test
    void aLockThatAnotherTaskHoldsForAWhileIsWaitedFor() {
        Machine machine = here.hypervisor().start(made(here.spec()), here.work());
        Snapshots snapshots = here.hypervisor().snapshots().orElseThrow();
        SnapshotId id = SnapshotId.random();
        for (String type : List.of("qmsnapshot", "qmrollback", "qmdelsnapshot", "qmstop", "qmstart", "qmdestroy")) {
            here.fake().tasks().failNext(type, HELD);
        }
        snapshots.take(machine, id, "live", SnapshotKind.LIVE, here.work());
        assertThat(snapshots.rollback(machine, id, here.work()).power()).isEqualTo(Power.RUNNING);
        snapshots.delete(machine, id, here.work());
        assertThat(here.hypervisor().stop(machine, StopMode.FORCED, here.work()).power())
                .isEqualTo(Power.OFF);
        assertThat(here.hypervisor().start(machine, here.work()).power()).isEqualTo(Power.RUNNING);
        here.hypervisor().delete(machine, here.work());
        assertThat(here.hypervisor().find(machine.node())).isEmpty();
    }

    @Test
    void aLockThatNobodyTakesAwayIsLeftToAPerson() {
        Machine machine = made(here.spec());
        Vm vm = here.fake().cluster().find(Integer.parseInt(machine.ref())).orElseThrow();
        vm.lock = Optional.of("backup");
        Snapshots snapshots = here.hypervisor().snapshots().orElseThrow();
        assertThatThrownBy(
                        () -> snapshots.take(machine, SnapshotId.random(), "never", SnapshotKind.STOPPED, here.work()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR))
                .hasMessageContaining("qm unlock " + machine.ref());
        assertThat(vm.lock).contains("backup");
    }

    @Test
    void onlyTheAddressesOfTheMachinesOwnCardCount() {
        Machine machine = here.hypervisor().start(made(here.spec()), here.work());
        Vm vm = here.fake().cluster().find(Integer.parseInt(machine.ref())).orElseThrow();
        vm.config.put("net1", "virtio=BC:24:11:00:00:01,bridge=vmbr1"); // as a bridge of containers would be
        assertThat(here.hypervisor().find(machine.node()).orElseThrow().addresses())
                .isEmpty();
        here.agent(machine);
        assertThat(here.hypervisor().find(machine.node()).orElseThrow().addresses())
                .hasSize(1);
    }

    private Machine made(MachineSpec spec) {
        return here.hypervisor().create(spec, here.work());
    }
}
