package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.api.Patience;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Starts, stops and removes machines. */
public final class PowerSwitch {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PRESS_AGAIN = Duration.ofSeconds(15);
    private static final Duration QUIT_LIMIT = Duration.ofSeconds(10);
    private static final int PORT_TRIES = 5;

    private final Site site;

    /** For this site's machines. */
    public PowerSwitch(Site site) {
        this.site = site;
    }

    /** Starts the machine, or lets it run on if it is paused. */
    public Machine start(NodeId node, Work work) {
        return site.exclusively(node, work, file -> {
            try (Running running = running(file, work)) {
                work.checkCancelled();
                if (running.status().equals("prelaunch")) {
                    // an earlier start may have died before it filled the drives
                    running.fill(file.media(), file.drives());
                }
                work.checkCancelled();
                running.resume();
            }
            work.checkCancelled();
            return site.look(node);
        });
    }

    /** The machine's QEMU; a new one, its processors halted and its drives filled, if there is none. The caller holds the lock. */
    public Running running(MachineFile file, Work work) {
        MachineDirectory directory = site.directories().of(file.node());
        return Running.adopt(directory, work).orElseGet(() -> launch(file, directory, work));
    }

    private Running launch(MachineFile decided, MachineDirectory directory, Work work) {
        if (!directory.complete()) {
            throw new VivariumException(
                    Kind.CONFLICT, "qemu.machine.half-made", "the machine was not made to its end; create it again");
        }
        Drives.check(decided.media(), decided.drives());
        refuseTakenGpus(decided);
        MachineFile file = decided;
        for (int left = PORT_TRIES; ; left--) {
            try {
                file = withFreePorts(file, directory, work);
                Running running = Launch.run(
                        CommandLine.of(
                                site.settings().binary(),
                                file,
                                directory,
                                site.accelerator(),
                                site.settings().firmware(),
                                gpuFunctions(file)),
                        directory,
                        work);
                return filled(running, file, directory, work);
            } catch (VivariumException e) {
                if (!e.code().equals("qemu.port.taken") || file.started() || left == 0) {
                    throw e;
                }
            }
        }
    }

    private List<List<String>> gpuFunctions(MachineFile file) {
        return file.gpus().isEmpty()
                ? List.of()
                : file.gpus().stream().map(site.gpus()::functions).toList();
    }

    /** A GPU may have been given to somebody else, or to its own driver, since it was chosen. */
    private void refuseTakenGpus(MachineFile file) {
        if (file.gpus().isEmpty()) {
            return;
        }
        site.gpus().problems(file.gpus(), file.node()).stream().findFirst().ifPresent(problem -> {
            throw new VivariumException(Kind.CONFLICT, problem.code(), problem.message() + "; " + problem.remedy());
        });
    }

    private static Running filled(Running running, MachineFile file, MachineDirectory directory, Work work) {
        try {
            work.checkCancelled();
            running.fill(file.media(), file.drives());
            work.checkCancelled();
            if (!file.started()) {
                directory.write(file.asStarted());
            }
            return running;
        } catch (VivariumException e) {
            running.close();
            kill(running.process());
            throw e;
        } catch (Throwable e) {
            running.close();
            throw e;
        }
    }

    /** Ports that were told to nobody yet may change; those of a machine that ran before are kept. */
    private MachineFile withFreePorts(MachineFile file, MachineDirectory directory, Work work) {
        List<Integer> blocked = site.ports().blocked(file.forwards());
        if (blocked.isEmpty()) {
            return file;
        }
        if (file.started()) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "qemu.port.taken",
                    "another program uses 127.0.0.1:" + blocked.get(0)
                            + ", which belongs to this machine for life; find it" + " with `ss -ltnp 'sport = :"
                            + blocked.get(0) + "'` and stop it");
        }
        try (MachineLocks.Held held = site.locks().ports(work)) {
            Set<Integer> taken = site.directories().all().stream()
                    .flatMap(m -> m.forwards().stream())
                    .map(f -> f.endpoint().port())
                    .collect(Collectors.toSet());
            List<Integer> guestPorts =
                    file.forwards().stream().map(f -> f.guestPort()).toList();
            MachineFile other = file.withForwards(site.ports().choose(guestPorts, taken));
            directory.write(other);
            return other;
        }
    }

    /** Stops the machine. */
    public Machine stop(NodeId node, StopMode mode, Work work) {
        return site.exclusively(node, work, file -> {
            end(site.directories().of(node), mode, work);
            return site.look(node);
        });
    }

    /** Removes our machine of this node, running or not. */
    public void delete(NodeId node, Work work) {
        MachineDirectory directory = site.directories().of(node);
        if (!Files.exists(directory.path())) {
            return;
        }
        try (MachineLocks.Held held = site.locks().machine(node, work)) {
            Optional<MachineFile> file = directory.read();
            if (file.isPresent() && !site.directories().ours(file.get())) {
                throw new VivariumException(
                        Kind.CONFLICT,
                        "qemu.machine.foreign",
                        "node " + node + " belongs to the installation '"
                                + file.get().installation() + "'");
            }
            if (file.isPresent()) {
                end(directory, StopMode.FORCED, work);
                work.checkCancelled();
                directory.delete(() -> site.bases().release(file.get(), work));
            } else {
                directory.deleteIfOnlyDrafts();
            }
        }
    }

    /** Cuts the machine's power; the caller holds its lock. */
    public void turnOff(MachineDirectory directory, Work work) {
        end(directory, StopMode.FORCED, work);
    }

    private void end(MachineDirectory directory, StopMode mode, Work work) {
        QemuProcess.search(directory).ifPresent(process -> {
            if (mode == StopMode.GRACEFUL) {
                askGuest(process, directory, work);
            }
            quit(process, directory, work);
            kill(process);
        });
        directory.forgetProcess();
    }

    private void askGuest(QemuProcess process, MachineDirectory directory, Work work) {
        long limit = site.settings().shutdownTimeout().toNanos();
        long start = System.nanoTime();
        long pressed = 0;
        try (Running running = Running.adopt(directory, work).orElse(null)) {
            if (running == null || running.power() != Power.RUNNING) {
                return;
            }
            while (process.isAlive() && System.nanoTime() - start < limit) {
                // a guest that is still booting does not see the first press
                if (pressed == 0 || System.nanoTime() - pressed > PRESS_AGAIN.toNanos()) {
                    running.qmp().execute("system_powerdown", QUIT_LIMIT);
                    pressed = System.nanoTime();
                }
                work.pause(POLL);
            }
        } catch (VivariumException e) {
            rethrowUnlessGone(e);
        }
    }

    /** Ends QEMU in order, so that what it has in its caches reaches the disk. */
    private static void quit(QemuProcess process, MachineDirectory directory, Work work) {
        try (Running running = Running.adopt(directory, QUIT_LIMIT, work).orElse(null)) {
            if (running != null) {
                running.qmp().execute("quit", QUIT_LIMIT);
            }
            awaitEnd(process, Patience.whileMoving(QUIT_LIMIT, process::activity, work::checkCancelled), work);
        } catch (VivariumException e) {
            rethrowUnlessGone(e);
        }
    }

    /** Not to be cancelled: it is the end of what was cancelled. */
    private static void kill(QemuProcess process) {
        if (process.isAlive()) {
            process.handle().destroyForcibly();
            Patience patience = Patience.of(QUIT_LIMIT);
            while (process.isAlive()) {
                patience.check("QEMU to die");
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void awaitEnd(QemuProcess process, Patience patience, Work work) {
        while (process.isAlive()) {
            patience.check("QEMU to end");
            work.pause(Duration.ofMillis(5));
        }
    }

    /** Silence and a closed connection are what a dying QEMU looks like: the next, harder means follows. */
    private static void rethrowUnlessGone(VivariumException e) {
        if (e.kind() != Kind.UNAVAILABLE && e.kind() != Kind.TIMEOUT) {
            throw e;
        }
    }
}
