package dev.vivarium.service.store;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What goes wrong with a database, in our words. The only place that reads its error codes. */
public final class Trouble {
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** Class 08 is the connection; a server that stops, starts, or has no connection left. */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P05", "53300", "25P03");

    private static final String DISK_FULL = "53100";
    private static final Set<String> AGAIN = Set.of("40001", "40P01");

    private Trouble() {}

    /** Runs it; what the database says against it is thrown as a {@link VivariumException}. */
    static <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (VivariumException e) {
            throw e;
        } catch (RuntimeException e) {
            throw said(e);
        }
    }

    /** The same failure in our words; one that is not of the database stays as it is. */
    public static RuntimeException said(RuntimeException e) {
        Optional<SQLException> cause = cause(e);
        return cause.isPresent() ? said(cause.get(), e) : e;
    }

    static boolean isOfTheDatabase(RuntimeException e) {
        return cause(e).filter(s -> isAway(s) || isFull(s) || isBusy(s)).isPresent();
    }

    /** Runs it again, if the database wants that, up to so many times in all. */
    static <T> T again(int tries, Supplier<T> work) {
        for (int left = tries - 1; ; left--) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (left == 0
                        || cause(e).filter(s -> AGAIN.contains(String.valueOf(s.getSQLState())))
                                .isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private static VivariumException said(SQLException s, RuntimeException e) {
        if (isFull(s)) {
            return new VivariumException(
                            Kind.CAPACITY,
                            "store.full",
                            "the disk of the service's database is full; nothing was changed. Make space there",
                            e)
                    .retryAfter(RETRY);
        }
        if (isAway(s)) {
            return new VivariumException(
                            Kind.UNAVAILABLE,
                            "store.unavailable",
                            "the service's database cannot be reached now; try again in a moment",
                            e)
                    .retryAfter(RETRY);
        }
        if (isBusy(s)) {
            return new VivariumException(
                            Kind.UNAVAILABLE,
                            "store.unavailable",
                            "the service's database is busy with another process; try again in a moment",
                            e)
                    .retryAfter(RETRY);
        }
        if (isDamaged(s)) {
            return new VivariumException(
                    Kind.NEEDS_OPERATOR,
                    "store.damaged",
                    "the service's database is damaged; put it back from a backup (" + s.getMessage() + ")",
                    e);
        }
        return new VivariumException(Kind.INTERNAL, "store.statement", "the database refused: " + s.getMessage(), e);
    }

    private static boolean isAway(SQLException s) {
        return s instanceof SQLTransientConnectionException
                || s instanceof SQLNonTransientConnectionException
                || s instanceof SQLRecoverableException
                || String.valueOf(s.getSQLState()).startsWith("08")
                || AWAY.contains(String.valueOf(s.getSQLState()))
                || String.valueOf(s.getMessage()).endsWith("has been closed.") // our pool, by ourselves
                || isSqlite(s, SQLiteErrorCode.SQLITE_CANTOPEN);
    }

    private static boolean isFull(SQLException s) {
        return DISK_FULL.equals(s.getSQLState())
                || isSqlite(s, SQLiteErrorCode.SQLITE_FULL)
                || isSqlite(s, SQLiteErrorCode.SQLITE_IOERR);
    }

    private static boolean isBusy(SQLException s) {
        return isSqlite(s, SQLiteErrorCode.SQLITE_BUSY) || isSqlite(s, SQLiteErrorCode.SQLITE_LOCKED);
    }

    private static boolean isDamaged(SQLException s) {
        return isSqlite(s, SQLiteErrorCode.SQLITE_CORRUPT) || isSqlite(s, SQLiteErrorCode.SQLITE_NOTADB);
    }

    /** The lowest byte is the error, the others say more about it. */
    private static boolean isSqlite(SQLException s, SQLiteErrorCode code) {
        return s instanceof SQLiteException e && (e.getResultCode().code & 0xff) == code.code;
    }

    private static Optional<SQLException> cause(Throwable e) {
        Optional<SQLException> found = Optional.empty();
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException s) {
                found = Optional.of(s);
            }
        }
        return found;
    }
}
