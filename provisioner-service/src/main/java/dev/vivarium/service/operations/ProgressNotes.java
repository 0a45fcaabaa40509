package dev.vivarium.service.operations;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.operations.OperationBody.ProgressBody;
import dev.vivarium.service.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far running steps are, so that every instance can tell it. Written at most once a second for each operation: what ends
 * within that time is told by its journal alone.
 */
public final class ProgressNotes {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressNotes.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Database database;
    private final Map<OperationId, Instant> written = new ConcurrentHashMap<>();

    /** In this database. */
    public ProgressNotes(Database database) {
        this.database = database;
    }

    /** Hears what happens; it is lost if the database does not answer, and nobody minds. */
    public void hear(Progress progress) {
        try {
            switch (progress.phase()) {
                case STEP_PROGRESS, WAITING -> note(progress);
                case ENDED -> forget(progress.operation());
                case STEP_STARTED -> written.putIfAbsent(progress.operation(), progress.at());
                case STEP_FINISHED, STEP_UNDOING -> {}
            }
        } catch (VivariumException e) {
            LOG.debug("progress was not written: {}", e.message());
        }
    }

    /** How far the operation is. */
    Optional<ProgressBody> of(OperationId operation) {
        return database.read(h -> h.createQuery("SELECT * FROM progress WHERE operation_id = :id")
                .bind("id", operation.toString())
                .map((row, context) -> body(row))
                .findOne());
    }

    private void note(Progress progress) {
        Instant last = written.getOrDefault(progress.operation(), Instant.EPOCH);
        if (last.plus(EVERY).isAfter(progress.at())) {
            return;
        }
        written.put(progress.operation(), progress.at());
        database.writeBeside(h -> h.createUpdate("INSERT INTO progress (operation_id, step, fraction, what, at)"
                        + " VALUES (:id, :step, :fraction, :what, :at) ON CONFLICT (operation_id) DO UPDATE SET"
                        + " step = excluded.step, fraction = excluded.fraction, what = excluded.what, at = excluded.at")
                .bind("id", progress.operation().toString())
                .bind("step", progress.step())
                .bind("fraction", progress.fraction())
                .bind("what", progress.what())
                .bind("at", progress.at().toEpochMilli())
                .execute());
    }

    private void forget(OperationId operation) {
        if (written.remove(operation) != null) {
            database.writeBeside(h -> h.createUpdate("DELETE FROM progress WHERE operation_id = :id")
                    .bind("id", operation.toString())
                    .execute());
        }
    }

    private static ProgressBody body(ResultSet row) throws SQLException {
        double fraction = row.getDouble("fraction");
        return new ProgressBody(
                Optional.of(row.getString("step")).filter(s -> !s.isEmpty()),
                fraction < 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, fraction)),
                row.getString("what"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
