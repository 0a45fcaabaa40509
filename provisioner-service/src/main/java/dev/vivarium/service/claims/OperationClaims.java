package dev.vivarium.service.claims;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.vivarium.core.engine.Turn;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations among the claims: each is a task that is there until the operation has ended. */
final class OperationClaims {
    static final String TABLE = "scheduled_operations";
    private static final String TASK = "operation";
    /** What waits for something of another instance's looks again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Database database;
    private final SchedulerClient client;
    private final Waiting waiting = new Waiting();
    private volatile @Nullable Scheduler scheduler;

    OperationClaims(Database database) {
        this.database = database;
        this.client = Schedulers.client(database, TABLE);
    }

    void accepted(OperationId operation) {
        client.scheduleIfNotExists(task(operation), Instant.now());
        database.afterCommit(this::look);
    }

    Scheduler start(ClaimsSettings settings, Function<OperationId, Turn> run) {
        Scheduler made = Schedulers.scheduler(
                database,
                settings,
                TABLE,
                settings.threads(),
                List.of(Tasks.custom(TASK, String.class)
                        .onDeadExecutionRevive()
                        .onFailure(Schedulers::backOff)
                        .execute((instance, context) -> run(run, OperationId.parse(instance.getId())))),
                List.of());
        scheduler = made;
        made.start();
        return made;
    }

    private CompletionHandler<String> run(Function<OperationId, Turn> run, OperationId operation) {
        Turn turn = run.apply(operation);
        if (turn instanceof Turn.Ended ended) {
            return (complete, operations) -> {
                operations.remove();
                waiting.callFirst(ended.frees(), this::call);
            };
        }
        String line = ((Turn.Later) turn).line();
        if (!line.isEmpty()) {
            waiting.stand(line, operation);
        }
        return (complete, operations) -> waiting.putBack(
                operation,
                atOnce -> operations.reschedule(
                        complete,
                        atOnce || line.isEmpty() ? Instant.now() : Instant.now().plus(LOOK_AGAIN)));
    }

    /** False if it is not back in the table yet. */
    private boolean call(OperationId operation) {
        try {
            client.reschedule(TaskInstanceId.of(TASK, operation.toString()), Instant.now());
            look();
            return true;
        } catch (TaskInstanceException e) {
            return false;
        }
    }

    private void look() {
        Scheduler running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    private static TaskInstance<String> task(OperationId operation) {
        return new TaskInstance<>(TASK, operation.toString());
    }
}
