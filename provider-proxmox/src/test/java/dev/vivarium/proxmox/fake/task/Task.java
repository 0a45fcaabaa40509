package dev.vivarium.proxmox.fake.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.access.Caller;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One task. It ends with a status, and keeps its log. Safe for threads. */
public final class Task {
    /** How often the clock is looked at, which may be one that a test moves. */
    private static final long LOOK_NANOS = 1_000_000;

    private final Clock clock;
    private final String upid;
    private final String node;
    private final String type;
    private final String id;
    private final Caller caller;
    private final long pid;
    private final Instant started;
    private final List<String> log = new ArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private @Nullable String exit;
    private @Nullable Instant ended;
    private boolean cancelled;
    private int warnings;

    Task(Clock clock, String node, long pid, String type, String id, Caller caller) {
        this.clock = clock;
        this.node = node;
        this.pid = pid;
        this.type = type;
        this.id = id;
        this.caller = caller;
        started = clock.instant();
        upid = String.format(
                "UPID:%s:%08X:%08X:%08X:%s:%s:%s:",
                node, pid, pstart(), started.getEpochSecond(), type, id, caller.name());
    }

    private long pstart() {
        return 1000 + pid * 10;
    }

    public String upid() {
        return upid;
    }

    public String node() {
        return node;
    }

    public String type() {
        return type;
    }

    public String id() {
        return id;
    }

    public Caller caller() {
        return caller;
    }

    /** Writes a line of the log. */
    public synchronized void log(String line) {
        log.add(line);
    }

    /** Writes a warning: the task will not end with OK. */
    public synchronized void warn(String line) {
        warnings++;
        log.add("WARN: " + line);
    }

    /** Lets time pass on the server's clock; ends early when the task is cancelled. */
    public void takes(Duration time) {
        await(clock.instant().plus(time));
        if (isCancelled()) {
            throw Refusal.of("received interrupt");
        }
    }

    /** Waits until this moment, or until it is cancelled. */
    private void await(Instant until) {
        while (clock.instant().isBefore(until) && !isCancelled()) {
            settled.countDown();
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw Refusal.of("received interrupt");
            }
        }
    }

    /** Somebody wants it to end. */
    public synchronized void cancel() {
        cancelled = true;
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    public synchronized boolean isRunning() {
        return exit == null;
    }

    /** How it ended; null while it runs. */
    public synchronized @Nullable String exit() {
        return exit;
    }

    public synchronized List<String> logged() {
        return List.copyOf(log);
    }

    void end(@Nullable String failure) {
        synchronized (this) {
            exit = failure != null ? failure.stripTrailing() : warnings > 0 ? "WARNINGS: " + warnings : "OK";
            log.add("TASK " + (failure == null ? exit : "ERROR: " + exit));
            ended = clock.instant();
        }
        settled.countDown();
    }

    /** Waits until one that was cancelled has ended. */
    void awaitEnd() {
        while (isRunning()) {
            Thread.onSpinWait();
        }
    }

    void awaitSettled() {
        try {
            settled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What {@code /tasks/UPID/status} says. */
    public synchronized ObjectNode status() {
        ObjectNode status = described();
        status.put("pid", pid).put("pstart", pstart()).put("status", exit == null ? "running" : "stopped");
        if (exit != null) {
            status.put("exitstatus", exit);
        }
        return status;
    }

    /** The task in a list. */
    public synchronized ObjectNode listed(boolean ofCluster) {
        ObjectNode item = described();
        if (!ofCluster) {
            item.put("pid", pid).put("pstart", pstart());
        }
        if (exit != null && ended != null) {
            item.put("status", exit).put("endtime", ended.getEpochSecond());
            if (ofCluster) {
                item.put("saved", 1);
            }
        }
        return item;
    }

    private ObjectNode described() {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described
                .put("upid", upid)
                .put("node", node)
                .put("type", type)
                .put("id", id)
                .put("user", caller.user());
        described.put("starttime", started.getEpochSecond());
        if (caller.isToken()) {
            described.put("tokenid", caller.tokenId());
        }
        return described;
    }
}
