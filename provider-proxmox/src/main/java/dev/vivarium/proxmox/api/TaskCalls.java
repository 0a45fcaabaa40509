package dev.vivarium.proxmox.api;

import java.time.Instant;
import java.util.List;

/**
 * A node's tasks. A task that is OK has done what it was asked for itself; a start that it was to lead to ({@code start=1} of a
 * create or a rollback) is another task, found by {@link #of}.
 */
public final class TaskCalls {
    /** Lines asked for at once, and the most kept of a failed task. */
    private static final int LINES = 500;

    private final Wire wire;

    TaskCalls(Wire wire) {
        this.wire = wire;
    }

    /**
     * How the task stands.
     *
     * @throws dev.vivarium.core.model.VivariumException of kind NOT_FOUND, code {@code proxmox.task-missing}, if the server
     *     knows nothing of it
     */
    public TaskStatus status(Upid task) {
        return TaskStatus.read(
                Fields.of(wire.ask(PveCall.get(Params.none(), "nodes", task.node(), "tasks", task.text(), "status"))));
    }

    /**
     * The log from a line on, 500 lines at most.
     *
     * @param from how many lines to leave out
     */
    public TaskLog log(Upid task, long from) {
        Params range = Params.none().with("start", from).with("limit", LINES);
        return TaskLog.read(wire.ask(PveCall.get(range, "nodes", task.node(), "tasks", task.text(), "log")), from);
    }

    /** Asks the server to end it; it does within seconds, with {@code received interrupt}. Fine if it has ended already. */
    public void cancel(Upid task) {
        wire.ask(PveCall.delete(Params.none(), "nodes", task.node(), "tasks", task.text()));
    }

    /**
     * The latest tasks of one machine or container, running ones included, newest first.
     *
     * @param since only those that began then or later
     * @param type such as {@code qmstart}
     */
    public List<TaskStatus> of(String node, int guest, String type, Instant since) {
        Params filter = Params.none()
                .with("vmid", guest)
                .with("typefilter", type)
                .with("since", since.getEpochSecond())
                .with("source", "all")
                .with("limit", 50);
        return Fields.listOf(wire.ask(PveCall.get(filter, "nodes", node, "tasks"))).stream()
                .map(TaskStatus::listed)
                .sorted((a, b) -> b.upid().started().compareTo(a.upid().started()))
                .toList();
    }
}
