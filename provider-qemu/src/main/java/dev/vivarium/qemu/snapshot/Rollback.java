package dev.vivarium.qemu.snapshot;

import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.machine.PowerSwitch;
import dev.vivarium.qemu.machine.Running;
import dev.vivarium.qemu.snapshot.SnapshotBook.Entry;
import java.util.Optional;

/** Brings a machine back to a snapshot in its disk. */
final class Rollback {
    private final PowerSwitch power;

    Rollback(PowerSwitch power) {
        this.power = power;
    }

    /** To disk only: the machine is off then. */
    void disk(OpenMachine open, String tag, Work work) {
        open.close();
        power.turnOff(open.directory(), work);
        work.checkCancelled();
        open.disk().apply(tag);
    }

    /**
     * To disk and memory: in the QEMU that runs, or in a new one with the same devices. It runs on from there.
     *
     * @throws VivariumException if the snapshot does not load; the machine is then as it was
     */
    void memory(OpenMachine open, Entry entry, Work work) {
        Optional<Power> before = open.running().map(Running::power);
        try (Running running = open.running().orElseGet(() -> power.running(open.file(), work))) {
            work.checkCancelled();
            load(open, entry.tag(), running, before, work);
            if (entry.media().isEmpty()
                    || !entry.media().equals(running.mediaSeen(open.file().media()))) {
                running.announceMedia(open.file().drives());
            }
            work.checkCancelled();
            running.resume();
        }
    }

    private void load(OpenMachine open, String tag, Running running, Optional<Power> before, Work work) {
        try {
            open.disk().load(running, tag);
        } catch (VivariumException e) {
            // a failed load leaves the old state whole, and stopped
            try {
                if (before.isEmpty()) {
                    running.close();
                    power.turnOff(open.directory(), work);
                } else if (before.get() == Power.RUNNING) {
                    running.resume();
                }
            } catch (VivariumException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
        work.checkCancelled();
    }
}
