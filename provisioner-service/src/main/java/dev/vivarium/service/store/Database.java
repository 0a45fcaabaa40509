package dev.vivarium.service.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.vivarium.core.journal.DurableFiles;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * One database with the service's schema. Safe for use by several threads. Every failure is a {@link
 * dev.vivarium.core.model.VivariumException}: UNAVAILABLE {@code store.unavailable} while it cannot be reached, CAPACITY
 * {@code store.full} when its disk is full.
 *
 * <p>Calls may be nested: within {@link #write} every further call of the same thread uses the same handle and transaction.
 * Nothing slow belongs into one, as others wait.
 */
public final class Database implements AutoCloseable {
    private static final int TRIES = 5;
    /** A name for our order of changes, among the advisory locks of one PostgreSQL database. */
    private static final long ORDER = 0x766976617269756dL;

    private final Dialect dialect;
    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final Jdbi write;
    private final Jdbi read;
    private final DataSource joined;
    private final ThreadLocal<@Nullable Handle> current = new ThreadLocal<>();

    private Database(DatabaseSettings settings) {
        this.dialect = settings.dialect();
        this.writers = Pools.writers(settings);
        this.readers = dialect == Dialect.SQLITE ? Pools.readers(settings) : writers;
        this.write = Jdbi.create(writers);
        this.read = Jdbi.create(readers);
        this.joined = new JoinedDataSource(writers, current::get);
    }

    /**
     * Connects, and brings the schema up to this release.
     *
     * @throws dev.vivarium.core.model.VivariumException UNAVAILABLE if it cannot be reached, NEEDS_OPERATOR {@code
     *     store.schema} if a newer release has changed the schema or a change of it failed
     */
    public static Database open(DatabaseSettings settings) {
        settings.file().ifPresent(DurableFiles::touch); // SQLite itself would let everybody read it
        return Trouble.told(() -> {
            Database database = new Database(settings);
            try {
                Schema.migrate(database.writers, database.dialect);
                return database;
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        });
    }

    /** Which of the two it is. */
    public Dialect dialect() {
        return dialect;
    }

    /** Reads. Several statements may see different moments. */
    public <T> T read(Function<Handle, T> work) {
        return alone(read, work);
    }

    /**
     * One transaction; no other {@code write}, of this instance or another, runs beside it, so what is read in it holds until
     * it is committed. May be run again from the start if the database asks for that.
     */
    public <T> T write(Function<Handle, T> work) {
        return transaction(handle -> {
            if (dialect == Dialect.POSTGRESQL) {
                handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:order)) AS held")
                        .bind("order", ORDER)
                        .mapTo(Integer.class)
                        .one();
            }
            return work.apply(handle);
        });
    }

    /**
     * One transaction that relies on nothing but rows that it changes itself; on PostgreSQL such ones run side by side. May be
     * run again from the start if the database asks for that.
     */
    public <T> T writeBeside(Function<Handle, T> work) {
        return transaction(work);
    }

    /** One statement that is a transaction of its own; within {@link #write} it belongs to that one. One round trip. */
    public <T> T writeOne(Function<Handle, T> statement) {
        return alone(write, statement);
    }

    /** True within {@link #write} of this thread. */
    boolean isInTransaction() {
        return current.get() != null;
    }

    /** Runs it when the transaction of this thread is committed, and never if it is not; at once if there is none. */
    public void afterCommit(Runnable action) {
        Handle handle = current.get();
        if (handle == null) {
            action.run();
        } else {
            handle.afterCommit(action);
        }
    }

    /** The connections that write, for a library that wants them. Within {@link #write} they are of that transaction. */
    public DataSource writes() {
        return joined;
    }

    @Override
    public void close() {
        writers.close();
        readers.close();
    }

    private <T> T alone(Jdbi jdbi, Function<Handle, T> work) {
        Handle handle = current.get();
        return Trouble.told(() -> {
            if (handle != null) {
                return work.apply(handle);
            }
            try (Handle own = jdbi.open()) {
                return work.apply(own);
            }
        });
    }

    private <T> T transaction(Function<Handle, T> work) {
        Handle handle = current.get();
        if (handle != null) {
            return Trouble.told(() -> work.apply(handle));
        }
        return Trouble.told(() -> Trouble.again(TRIES, () -> begin(work)));
    }

    private <T> T begin(Function<Handle, T> work) {
        try (Handle own = write.open()) {
            current.set(own);
            return own.inTransaction(work::apply);
        } finally {
            current.remove();
        }
    }
}
