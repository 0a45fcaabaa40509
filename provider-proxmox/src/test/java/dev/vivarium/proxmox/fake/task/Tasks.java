package dev.vivarium.proxmox.fake.task;

import dev.vivarium.proxmox.fake.access.Caller;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** The tasks of all nodes, and how long each kind takes. Safe for threads. */
public final class Tasks implements AutoCloseable {
    private final Clock clock;
    private final ConcurrentLinkedQueue<Task> all = new ConcurrentLinkedQueue<>();
    private final Map<String, Duration> times = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final AtomicLong lastPid = new AtomicLong(64);
    private volatile Duration time = Duration.ZERO;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake PVE task");
        thread.setDaemon(true);
        return thread;
    });

    /** What a task does. */
    public interface Body {
        void run(Task task);
    }

    public Tasks(Clock clock) {
        this.clock = clock;
    }

    /** From now on each task takes this long on the server's clock. */
    public void take(Duration each) {
        time = each;
    }

    /** From now on tasks of this type take this long. */
    public void take(String type, Duration each) {
        times.put(type, each);
    }

    /** The next task of this type ends with this failure after its time, before it has done anything. */
    public void failNext(String type, String failure) {
        failures.put(type, failure);
    }

    /** Begins one. It has ended when this returns, unless it takes time. */
    public Task start(String node, String type, String id, Caller caller, Body body) {
        Task task = new Task(clock, node, lastPid.addAndGet(3), type, id, caller);
        all.add(task);
        threads.execute(() -> run(task, body));
        task.awaitSettled();
        return task;
    }

    private void run(Task task, Body body) {
        try {
            String planned = failures.remove(task.type());
            if (planned != null) {
                task.takes(timeOf(task));
                throw Refusal.of(planned);
            }
            body.run(task);
            task.end(null);
        } catch (Refusal e) {
            task.end(e.reason());
        } catch (RuntimeException | Error e) {
            task.end("the fake broke: " + e);
        }
    }

    /** How long this one takes. */
    public Duration timeOf(Task task) {
        return times.getOrDefault(task.type(), time);
    }

    /** Does what takes a task's time. */
    public void work(Task task) {
        task.takes(timeOf(task));
    }

    /** All of them, the newest first. */
    public List<Task> all() {
        List<Task> list = new ArrayList<>(all);
        Collections.reverse(list);
        return list;
    }

    /** One by its name. */
    public Optional<Task> find(String upid) {
        return all.stream().filter(task -> task.upid().equals(upid)).findFirst();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
