package dev.vivarium.service.claims;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How db-scheduler is set up on our database. */
final class Schedulers {
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);
    private static final int LONGEST_BACKOFF = 60;

    private Schedulers() {}

    static SchedulerClient client(Database database, String table) {
        return SchedulerClient.Builder.create(database.writes())
                .tableName(table)
                .serializer(new Texts())
                .jdbcCustomization(dialect(database))
                .build();
    }

    static Scheduler scheduler(
            Database database,
            ClaimsSettings settings,
            String table,
            int threads,
            List<Task<?>> tasks,
            List<RecurringTask<Void>> recurring) {
        SchedulerBuilder builder = Scheduler.create(database.writes(), tasks)
                .startTasks(recurring)
                .schedulerName(new SchedulerName.Fixed(settings.instance()))
                .tableName(table)
                .threads(threads)
                .serializer(new Texts())
                .jdbcCustomization(dialect(database))
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .pollingInterval(settings.poll())
                .shutdownMaxWait(LAST_WAIT)
                .failureLogging(LogLevel.WARN, false);
        if (database.dialect() == Dialect.POSTGRESQL) {
            builder.pollUsingLockAndFetch(0.5, 1.0); // several instances skip what one of them has locked
        }
        return builder.build();
    }

    /** Runs what failed again: after a second, then two, four … up to a minute. */
    static <T> void backOff(ExecutionComplete complete, ExecutionOperations<T> operations) {
        int failures = Math.min(complete.getExecution().consecutiveFailures, 6);
        operations.reschedule(complete, Instant.now().plusSeconds(Math.min(1L << failures, LONGEST_BACKOFF)));
    }

    private static JdbcCustomization dialect(Database database) {
        return database.dialect() == Dialect.SQLITE
                ? new SqliteJdbcCustomization()
                : new PostgreSqlJdbcCustomization(false, false);
    }
}
