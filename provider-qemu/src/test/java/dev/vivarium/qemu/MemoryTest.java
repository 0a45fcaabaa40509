package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.api.Calls;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.QemuTools;
import dev.vivarium.qemu.api.Qmp;
import dev.vivarium.qemu.machine.LocalHost;
import dev.vivarium.qemu.machine.PlayedHost;
import dev.vivarium.qemu.machine.QemuSettings;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Snapshots of a guest that keeps the last pressed key in its memory. */
class MemoryTest {
    private static final String KEY_A = "0x1c";
    private static final String KEY_B = "0x32";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final QemuSubject here = new QemuSubject();
    private final Hypervisor hypervisor = here.hypervisor();
    private final Snapshots snapshots = hypervisor.snapshots().orElseThrow();
    private final Machine machine = hypervisor.start(hypervisor.create(here.spec(), here.work()), here.work());

    @AfterEach
    void close() {
        here.close();
    }

    private Snapshot take(String name, SnapshotKind kind) {
        return snapshots.take(machine, SnapshotId.random(), name, kind, here.work());
    }

    private Machine rollback(Snapshot snapshot) {
        return snapshots.rollback(machine, snapshot.id(), here.work());
    }

    /** Presses until the guest, which may be starting still, has it in its memory. */
    private void press(String key, String code) {
        Work waiting = here.work();
        Map<String, Object> press = Map.of("keys", List.of(Map.of("type", "qcode", "data", key)));
        for (int i = 0; i < 200 && !code.equals(key()); i++) {
            try (Qmp qmp = here.view(machine)) {
                qmp.execute("send-key", press, Patience.of(LIMIT));
            }
            waiting.pause(Duration.ofMillis(100));
        }
        assertThat(key()).isEqualTo(code);
    }

    private String key() {
        return here.memory(machine, 0x1004).get(0);
    }

    private void qmp(String command) {
        try (Qmp qmp = here.view(machine)) {
            qmp.execute(command, LIMIT);
        }
    }

    @Test
    void memoryComesBackInTheSameAndInANewQemu() {
        press("a", KEY_A);
        Snapshot before = take("перед", SnapshotKind.LIVE);
        press("b", KEY_B);
        assertThat(rollback(before).power()).isEqualTo(Power.RUNNING);
        assertThat(key()).isEqualTo(KEY_A);
        press("b", KEY_B);
        Snapshot after = take("после", SnapshotKind.LIVE);
        assertThat(after.parent()).contains(before.id());
        hypervisor.stop(machine, StopMode.FORCED, here.work());
        Machine back = rollback(before);
        assertThat(back.power()).isEqualTo(Power.RUNNING);
        assertThat(back.forwards()).isEqualTo(machine.forwards());
        assertThat(key()).isEqualTo(KEY_A);
        assertThat(rollback(after).power()).isEqualTo(Power.RUNNING);
        assertThat(key()).isEqualTo(KEY_B);
    }

    /** Each telling costs a guest some programs, at the moment when it is asked how it is. */
    @Test
    void theGuestIsToldOfItsMediaIfTheyAreOthersThanItSaw() throws IOException {
        Path file = Files.writeString(here.home().resolve("medium.iso"), "seed");
        insert(file);
        Snapshot before = take("before", SnapshotKind.LIVE);
        assertThat(tellings(before)).isZero();
        hypervisor.stop(machine, StopMode.FORCED, here.work());
        assertThat(tellings(before)).as("in a new QEMU").isZero();
        insert(Files.writeString(here.home().resolve("other.iso"), "other"));
        assertThat(tellings(before)).isEqualTo(1);
        Files.delete(file);
        insert(Files.writeString(file, "SEED"));
        assertThat(tellings(before)).as("another file of that name").isEqualTo(1);
        Snapshot unknown = take("of an earlier release", SnapshotKind.LIVE);
        assertThat(tellings(unknown)).isZero();
        Path book = here.directory(machine).resolve("snapshots.json");
        Files.writeString(book, Files.readString(book).replaceAll(",\"media\":\"[^\"]*\"", ""));
        assertThat(tellings(unknown)).isEqualTo(1);
    }

    private void insert(Path file) {
        hypervisor.media(machine, List.of(new Medium(0, "CIDATA", file)), here.work());
    }

    /** How many drives the guest is told to look into again by this rollback. */
    private int tellings(Snapshot snapshot) {
        List<String> calls = new ArrayList<>();
        Calls listening = new Calls() {
            @Override
            public <T> T make(String name, Supplier<T> call) {
                calls.add(name);
                return call.get();
            }
        };
        Site site = new Site(QemuSettings.of(here.settings("ours")), new LocalHost(), Clock.systemUTC(), listening);
        try (Hypervisor heard = new QemuHypervisor(site)) {
            heard.snapshots().orElseThrow().rollback(machine, snapshot.id(), here.work());
        }
        return Collections.frequency(calls, "blockdev-close-tray");
    }

    @Test
    void allKindsLiveInOneTree() {
        Snapshot live = take("live", SnapshotKind.LIVE);
        Snapshot crash = take("crash", SnapshotKind.CRASH);
        hypervisor.stop(machine, StopMode.FORCED, here.work());
        Snapshot stopped = take("stopped", SnapshotKind.STOPPED);
        assertThat(rollback(live).power()).isEqualTo(Power.RUNNING);
        Snapshot branch = take("branch", SnapshotKind.CRASH);
        assertThat(List.of(crash.parent(), stopped.parent(), branch.parent()))
                .extracting(parent -> parent.orElseThrow())
                .containsExactly(live.id(), crash.id(), live.id());
        assertThat(rollback(crash).power()).isEqualTo(Power.OFF);
        assertThat(snapshots.list(machine)).containsExactly(live, crash, stopped, branch);
        snapshots.delete(machine, live.id(), here.work());
        assertThat(snapshots.list(machine)).hasSize(3);
        assertThat(here.snapshotsInDisk(machine)).hasSize(3);
    }

    @Test
    void pausedMachineIsSavedPausedAndComesBackRunning() {
        qmp("stop");
        assertThat(hypervisor.find(machine.node()).orElseThrow().power()).isEqualTo(Power.PAUSED);
        Snapshot paused = take("paused", SnapshotKind.LIVE);
        assertThat(hypervisor.find(machine.node()).orElseThrow().power()).isEqualTo(Power.PAUSED);
        assertThat(rollback(paused).power()).isEqualTo(Power.RUNNING);
        qmp("stop");
        assertThat(hypervisor.start(machine, here.work()).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    void failedLoadLeavesTheMachineAsItWas() throws IOException {
        Snapshot crash = take("crash", SnapshotKind.CRASH);
        Path book = here.directory(machine).resolve("snapshots.json");
        Files.writeString(book, Files.readString(book).replace("\"CRASH\"", "\"LIVE\""));
        press("a", KEY_A);
        for (Power before : List.of(Power.RUNNING, Power.OFF)) {
            assertThatExceptionOfType(VivariumException.class)
                    .isThrownBy(() -> rollback(crash))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("qemu.snapshot.disk-only"));
            assertThat(hypervisor.find(machine.node()).orElseThrow().power()).isEqualTo(before);
            if (before == Power.RUNNING) {
                assertThat(key()).isEqualTo(KEY_A);
                hypervisor.stop(machine, StopMode.FORCED, here.work());
            }
        }
        assertThat(QemuSubject.processes(machine.node())).isZero();
    }

    @Test
    void whatOthersRemoveDisappears() {
        Snapshot root = take("root", SnapshotKind.CRASH);
        Snapshot leaf = take("leaf", SnapshotKind.CRASH);
        hypervisor.stop(machine, StopMode.FORCED, here.work());
        new QemuTools("qemu-system-x86_64", "qemu-img")
                .deleteSnapshot(
                        here.directory(machine).resolve("disk.qcow2"), root.id().toString());
        assertThat(snapshots.list(machine)).extracting(Snapshot::id).containsExactly(leaf.id());
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> rollback(root))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
        assertThat(take("next", SnapshotKind.STOPPED).parent()).contains(leaf.id());
    }

    @Test
    void cancelledSnapshotLeavesNothing() {
        int places = 0;
        while (cancelled(places)) {
            assertThat(here.snapshotsInDisk(machine))
                    .as("cancelled at %d", places)
                    .isEmpty();
            assertThat(hypervisor.find(machine.node()).orElseThrow().power()).isEqualTo(Power.RUNNING);
            places++;
        }
        assertThat(places).isGreaterThan(3);
        snapshots.delete(machine, snapshots.list(machine).get(0).id(), here.work());
        assertThat(take("cancelled", SnapshotKind.LIVE).parent()).isEmpty();
    }

    /** Whether cancelling at this check came in time: how often a wait looks up differs from run to run. */
    private boolean cancelled(int check) {
        RecordingWork work = here.work().cancelAt(check);
        try {
            snapshots.take(machine, SnapshotId.random(), "cancelled", SnapshotKind.LIVE, work);
            return false;
        } catch (VivariumException e) {
            assertThat(e.kind()).as(e.message()).isEqualTo(Kind.CANCELLED);
            return true;
        }
    }

    @Test
    void snapshotThatWouldFillTheDiskIsRefused() {
        QemuSettings settings = QemuSettings.of(here.settings("ours"));
        try (Hypervisor full =
                new QemuHypervisor(new Site(settings, PlayedHost.LARGE.withSpace(100), Clock.systemUTC()))) {
            assertThatExceptionOfType(VivariumException.class)
                    .isThrownBy(() -> full.snapshots()
                            .orElseThrow()
                            .take(machine, SnapshotId.random(), "large", SnapshotKind.LIVE, here.work()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CAPACITY));
        }
        assertThat(snapshots.list(machine)).isEmpty();
    }

    @Test
    void nameIsUniqueWithinTheNode() {
        take("утро", SnapshotKind.CRASH);
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> take("утро", SnapshotKind.LIVE))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        assertThat(snapshots.list(machine)).hasSize(1);
    }
}
