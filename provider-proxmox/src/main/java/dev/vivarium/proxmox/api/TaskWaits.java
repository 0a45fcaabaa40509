package dev.vivarium.proxmox.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for tasks: as long as they show signs of life, and through a server that is away for a while. */
public final class TaskWaits {
    private static final Logger LOG = LoggerFactory.getLogger(TaskWaits.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofSeconds(2);

    /** The log is read less often than the status: it is for people and for the sign of life. */
    private static final long LOG_EACH = Duration.ofSeconds(5).toNanos();

    private static final int TAIL = 50;

    private final TaskCalls tasks;
    private final LongSupplier nanoTime;

    TaskWaits(TaskCalls tasks, LongSupplier nanoTime) {
        this.tasks = tasks;
        this.nanoTime = nanoTime;
    }

    /**
     * Waits for its end. May be called again for the same task after a restart. Cancelling the work cancels the task, too.
     *
     * @return how it ended: well, with warnings perhaps
     * @throws VivariumException what the task failed of, with the end of its log; of kind TIMEOUT if it showed no sign of life;
     *     of kind NOT_FOUND if the server does not know it; of kind CANCELLED
     */
    public TaskStatus await(Upid task, TaskWait wait, Work work) {
        Watch watch = new Watch(task, wait, work);
        try {
            Duration pause = FIRST;
            while (true) {
                TaskStatus status = watch.look();
                if (status != null && !status.running()) {
                    return watch.ended(status);
                }
                watch.checkAlive();
                work.pause(pause);
                pause = longer(pause);
            }
        } catch (VivariumException e) {
            if (e.kind() == Kind.CANCELLED && !e.code().startsWith("proxmox.")) {
                cancel(task);
            }
            throw e;
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        return next.compareTo(MOST) > 0 ? MOST : next;
    }

    private void cancel(Upid task) {
        try {
            tasks.cancel(task);
        } catch (VivariumException e) {
            LOG.warn("the task {} could not be cancelled: {}", task, e.message());
        }
    }

    /** One wait. */
    private final class Watch {
        private final Upid task;
        private final TaskWait wait;
        private final Work work;
        private final Deque<String> tail = new ArrayDeque<>();
        private long line;
        private long moved = nanoTime.getAsLong();
        private long logRead = moved;

        Watch(Upid task, TaskWait wait, Work work) {
            this.task = task;
            this.wait = wait;
            this.work = work;
        }

        /** Null if the server is away just now; the task works on meanwhile. */
        @Nullable
        TaskStatus look() {
            try {
                TaskStatus status = tasks.status(task);
                if (status.running() && nanoTime.getAsLong() - logRead >= LOG_EACH) {
                    readLog();
                }
                return status;
            } catch (VivariumException e) {
                if (e.kind() != Kind.UNAVAILABLE) {
                    throw e;
                }
                LOG.debug("no status of {}: {}", task, e.message());
                return null;
            }
        }

        private void readLog() {
            TaskLog log = tasks.log(task, line);
            logRead = nanoTime.getAsLong();
            if (log.lines().isEmpty()) {
                return;
            }
            moved = logRead;
            line = log.next();
            log.lines().forEach(this::keep);
            work.progress(log.fraction().orElse(-1), wait.what());
        }

        private void keep(String text) {
            tail.add(text);
            if (tail.size() > TAIL) {
                tail.remove();
            }
        }

        void checkAlive() {
            if (nanoTime.getAsLong() - moved > wait.inactivity().toNanos()) {
                throw new VivariumException(
                        Kind.TIMEOUT,
                        "proxmox.silent",
                        "Proxmox VE's task " + task + " (" + wait.what() + ") showed no sign of life for "
                                + wait.inactivity().toSeconds()
                                + " s; look at it in the node's task list, end it there if it"
                                + " hangs, then try again");
            }
        }

        TaskStatus ended(TaskStatus status) {
            if (status.succeeded() && !(wait.warningsFail() && status.warnings() > 0)) {
                return status;
            }
            throw PveErrors.task(task, status.exitStatus().orElse("it ended without a word"), wholeTail());
        }

        private List<String> wholeTail() {
            try {
                for (int pages = 0; pages < 100; pages++) {
                    TaskLog log = tasks.log(task, line);
                    if (log.lines().isEmpty()) {
                        break;
                    }
                    line = log.next();
                    log.lines().forEach(this::keep);
                }
            } catch (VivariumException e) {
                LOG.debug("no log of {}: {}", task, e.message());
            }
            return List.copyOf(tail);
        }
    }
}
