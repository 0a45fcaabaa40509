package dev.vivarium.qemu.snapshot;

import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.api.Jobs;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.QemuTools;
import dev.vivarium.qemu.machine.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The snapshots inside one disk image: through the QEMU that has it open, else through qemu-img.
 *
 * @param disk the image
 * @param running the QEMU that has it open
 * @param tools for when there is none
 * @param work of the call that this serves
 */
record DiskSnapshots(Path disk, Optional<Running> running, QemuTools tools, Work work) {
    private static final Duration INACTIVITY = Duration.ofSeconds(60);
    private static final String NODE = "disk";

    Set<String> tags() {
        return running.map(Running::snapshotNames).orElseGet(() -> tools.snapshots(disk));
    }

    /** Disk only. */
    void take(String tag) {
        if (running.isPresent()) {
            running.get()
                    .qmp()
                    .execute(
                            "blockdev-snapshot-internal-sync",
                            Map.of("device", NODE, "name", tag),
                            patience(running.get(), "taking the snapshot"));
        } else {
            tools.takeSnapshot(disk, tag);
        }
    }

    /** Disk and memory. */
    void takeLive(Running live, String tag) {
        jobs(live).save(tag, patience(live, "saving the memory"));
    }

    /** Not to be cancelled: half a load is nothing that a machine could go on from. */
    void load(Running live, String tag) {
        jobs(live).load(tag, unhurried(live));
    }

    /** Makes the disk as it was; no QEMU has it open. */
    void apply(String tag) {
        tools.applySnapshot(disk, tag);
    }

    /** Waits for what an earlier process of ours began with this snapshot. */
    void settle(String tag) {
        running.ifPresent(live -> jobs(live).settle(tag, unhurried(live)));
    }

    /** Not to be cancelled, as it also cleans up after what was. */
    void delete(String tag) {
        if (running.isPresent()) {
            jobs(running.get()).delete(tag, unhurried(running.get()));
        } else if (tools.snapshots(disk).contains(tag)) {
            tools.deleteSnapshot(disk, tag);
        }
    }

    private static Jobs jobs(Running live) {
        return new Jobs(live.qmp(), NODE);
    }

    private Patience patience(Running live, String doing) {
        return live.patience(INACTIVITY, () -> {
            work.checkCancelled();
            work.progress(-1, doing);
        });
    }

    private Patience unhurried(Running live) {
        return live.patience(INACTIVITY, () -> work.progress(-1, "waiting for QEMU"));
    }
}
