package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.GuestCalls;
import dev.vivarium.proxmox.api.TaskWait;
import dev.vivarium.proxmox.gpu.ClusterGpus;
import dev.vivarium.proxmox.gpu.GpuUser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Switches machines on and off. */
final class PowerSwitch {
    private static final Key<String> START = Key.of("proxmox.start", String.class);
    private static final Key<String> STOP = Key.of("proxmox.stop", String.class);
    /** The server says nothing while a guest shuts down. */
    private static final Duration BEYOND = Duration.ofMinutes(2);

    private final Site site;

    PowerSwitch(Site site) {
        this.site = site;
    }

    /** Starts it, or returns at once if it runs. */
    Machine start(NodeId node, Work work) {
        site.tasks().settle(START, work);
        Found found = site.machines().get(node);
        GuestCalls calls = site.pve().machines(found.node());
        Power power = Machines.power(site.machines().status(found));
        if (power == Power.PAUSED) {
            site.tasks().run(START, TaskWait.of("letting the machine run on"), work, () -> calls.resume(found.id()));
        } else if (power != Power.RUNNING) {
            devices(found);
            unless(
                    "proxmox.running",
                    () -> site.tasks()
                            .run(START, TaskWait.of("starting the machine"), work, () -> calls.start(found.id())));
        }
        return site.machines().look(found);
    }

    /** A device may have been taken, or have changed, since the machine was made. */
    private void devices(Found found) {
        GpuUser wanted = GpuUser.of(Optional.of(found.owner()), found.node(), found.id(), found.config());
        List<Finding> problems = site.gpus().problems(wanted);
        if (!problems.isEmpty()) {
            throw new VivariumException(Kind.CAPACITY, "gpu.unusable", ClusterGpus.text(problems));
        }
    }

    /** Stops it, or returns at once if it is off. */
    Machine stop(NodeId node, StopMode mode, Work work) {
        site.tasks().settle(STOP, work);
        Found found = site.machines().get(node);
        if (!isOff(found)) {
            if (mode == StopMode.GRACEFUL) {
                shutdown(found, work);
            }
            cut(found, work);
        }
        return site.machines().look(site.machines().again(found));
    }

    /** Cuts its power if it has any. */
    void cut(Found found, Work work) {
        if (!isOff(found)) {
            unless(
                    "proxmox.stopped",
                    () -> site.tasks()
                            .run(
                                    STOP,
                                    TaskWait.of("cutting the machine's power"),
                                    work,
                                    () -> site.pve().machines(found.node()).stop(found.id())));
        }
    }

    private void shutdown(Found found, Work work) {
        Duration within = site.settings().shutdownTimeout();
        try {
            site.tasks()
                    .run(
                            STOP,
                            TaskWait.of("shutting the guest down").silentFor(within.plus(BEYOND)),
                            work,
                            () -> site.pve().machines(found.node()).shutdown(found.id(), within));
        } catch (VivariumException e) {
            boolean deaf = e.kind() == Kind.TIMEOUT
                    || List.of("proxmox.stopped", "proxmox.agent", "proxmox.fault")
                            .contains(e.code());
            if (!deaf) {
                throw e;
            }
        }
    }

    private boolean isOff(Found found) {
        return !site.machines().status(found).running();
    }

    private static void unless(String code, Runnable action) {
        try {
            action.run();
        } catch (VivariumException e) {
            if (!e.code().equals(code)) {
                throw e;
            }
            return; // somebody else was faster, and what was wanted is so
        }
    }
}
