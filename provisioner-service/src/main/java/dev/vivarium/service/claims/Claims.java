package dev.vivarium.service.claims;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.vivarium.core.engine.Turn;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The work of all instances that share a database, each piece claimed by one of them. What is scheduled within a transaction of
 * the {@link Database} is scheduled if that is committed. What an instance that died or stands still had claimed is claimed
 * anew.
 *
 * <p>Tasks are told before {@link #start}, operations and tasks may be scheduled at any time.
 */
public final class Claims implements AutoCloseable {
    private static final int MOST_TRIES = 10;
    private static final String TABLE = "scheduled_tasks";
    private static final int TASK_THREADS = 24;

    private final Database database;
    private final ClaimsSettings settings;
    private final OperationClaims operations;
    private final SchedulerClient client;
    private final List<Task<?>> tasks = new ArrayList<>();
    private final List<RecurringTask<Void>> recurring = new ArrayList<>();
    private final List<Scheduler> running = new ArrayList<>();

    /** Claims in this database; nothing runs before {@link #start}. */
    public Claims(Database database, ClaimsSettings settings) {
        this.database = database;
        this.settings = settings;
        this.operations = new OperationClaims(database);
        this.client = Schedulers.client(database, TABLE);
    }

    /** Schedules an accepted operation; for the journal, within the transaction that accepts it. */
    public void accepted(OperationRecord operation) {
        told(() -> operations.accepted(operation.id()));
    }

    /** Something that one of the instances does again and again, so long after it did it last. */
    public void recurring(String name, Duration every, Runnable work) {
        recurring.add(Tasks.recurring(name, FixedDelay.of(every)).execute((instance, context) -> work.run()));
    }

    /** Tasks of this name, each with an id and a state of its own; see {@link #schedule}. */
    public void task(String name, TaskWork work) {
        tasks.add(Tasks.custom(name, String.class)
                .onDeadExecutionRevive()
                .onFailure(Schedulers::backOff)
                .execute((instance, context) -> completion(work.run(instance.getId(), instance.getData()))));
    }

    private static CompletionHandler<String> completion(Next next) {
        return next instanceof Next.At at
                ? (complete, execution) -> execution.reschedule(complete, at.when(), at.state())
                : (complete, execution) -> execution.remove();
    }

    /**
     * Schedules a task; one of this id that is there already, and does not run just now, is moved to that time and state.
     *
     * @return false if it runs just now; nothing was changed then
     */
    public boolean schedule(String task, String id, Instant when, String state) {
        boolean[] done = {false};
        told(() -> done[0] = moved(new TaskInstance<>(task, id, state), when));
        database.afterCommit(this::look);
        return done[0];
    }

    /** Between the look at it and the change it may be picked, or end: then it is looked at again. */
    private boolean moved(TaskInstance<String> task, Instant when) {
        for (int tries = 1; ; tries++) {
            try {
                return client.schedule(task, when, SchedulerClient.ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
            } catch (TaskInstanceCurrentlyExecutingException e) {
                return false;
            } catch (ExecutionException | TaskInstanceNotFoundException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Takes a task away; none is fine, and so is one that runs just now: it ends as it says. */
    public void cancel(String task, String id) {
        told(() -> {
            TaskInstanceId which = TaskInstanceId.of(task, id);
            if (client.getScheduledExecution(which).filter(e -> !e.isPicked()).isPresent()) {
                client.cancel(which);
            }
        });
    }

    /** When the task runs next, if it is scheduled. */
    public Optional<Instant> next(String task, String id) {
        return client.getScheduledExecution(TaskInstanceId.of(task, id)).map(e -> e.getExecutionTime());
    }

    /**
     * Begins to claim. What an earlier process of this instance's name had claimed is free again, and unfinished operations that
     * nobody scheduled (as they come from elsewhere) are scheduled.
     *
     * @param run runs an operation, in the thread that claimed it
     */
    public void start(Function<OperationId, Turn> run) {
        database.write(h -> {
            for (String table : List.of(OperationClaims.TABLE, TABLE)) {
                h.createUpdate("UPDATE " + table + " SET picked = :no, picked_by = NULL, last_heartbeat = NULL,"
                                + " version = version + 1 WHERE picked_by = :instance")
                        .bind("no", false)
                        .bind("instance", settings.instance())
                        .execute();
            }
            List<String> lost = h.createQuery("SELECT id FROM operations WHERE ended_at IS NULL AND id NOT IN"
                            + " (SELECT task_instance FROM " + OperationClaims.TABLE + ") ORDER BY seq")
                    .mapTo(String.class)
                    .list();
            lost.forEach(id -> operations.accepted(OperationId.parse(id)));
            return lost.size();
        });
        running.add(operations.start(settings, run));
        Scheduler others = Schedulers.scheduler(database, settings, TABLE, TASK_THREADS, tasks, recurring);
        running.add(others);
        others.start();
    }

    /** Claims nothing more; what runs here runs on. */
    public void pause() {
        running.forEach(Scheduler::pause);
    }

    /** Waits a while for what runs here, after whoever runs it was told to come to a stop. */
    @Override
    public void close() {
        running.forEach(Scheduler::stop);
    }

    private void look() {
        running.forEach(Scheduler::triggerCheckForDueExecutions);
    }

    private static void told(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            throw Trouble.said(e);
        }
    }
}
