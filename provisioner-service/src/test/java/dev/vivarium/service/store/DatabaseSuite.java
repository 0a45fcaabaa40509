package dev.vivarium.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What both databases promise. */
abstract class DatabaseSuite {
    private DatabaseSettings settings;
    private Database database;

    /** An empty database. */
    abstract DatabaseSettings empty();

    @BeforeEach
    void open() {
        settings = empty();
        database = Database.open(settings);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsWrittenIsReadAfterwardsAndByOthers() {
        database.write(DatabaseSuite::lease);

        try (Database other = Database.open(settings)) {
            assertThat(leases(other)).isEqualTo(1);
        }
    }

    @Test
    void aFailureTakesEverythingBackNestedCallsAmongThem() {
        assertThatThrownBy(() -> database.write(h -> {
                    database.write(DatabaseSuite::lease);
                    assertThat(leases(database)).as("seen within").isEqualTo(1);
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(leases(database)).isZero();
    }

    @Test
    void whatAnotherLibraryWritesIsPartOfTheTransaction() {
        assertThatThrownBy(() -> database.write(h -> {
                    try (var connection = database.writes().getConnection();
                            var statement = connection.createStatement()) {
                        return statement.executeUpdate("INSERT INTO leases VALUES ('n', 'h', 1, 1, 1)") / 0;
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isInstanceOf(ArithmeticException.class);

        assertThat(leases(database)).isZero();
    }

    @Test
    void writesOfTwoInstancesSeeEachOther() throws Exception {
        database.write(DatabaseSuite::lease);
        try (Database other = Database.open(settings)) {
            List<Callable<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Database which = i % 2 == 0 ? database : other;
                counts.add(() -> which.write(DatabaseSuite::count));
            }
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                for (Future<Integer> each : threads.invokeAll(counts)) {
                    each.get();
                }
            } finally {
                threads.shutdown();
            }
        }

        assertThat(token(database)).as("no count is lost").isEqualTo(21);
    }

    @Test
    void afterCommitRunsAfterItAndOnlyThen() {
        List<String> heard = new ArrayList<>();

        database.write(h -> {
            database.afterCommit(() -> heard.add("committed"));
            assertThat(heard).isEmpty();
            return h;
        });
        assertThatThrownBy(() -> database.write(h -> {
                    database.afterCommit(() -> heard.add("never"));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(heard).containsExactly("committed");
    }

    @Test
    void aSchemaOfANewerReleaseIsLeftAlone() {
        database.write(h -> h.execute(
                "INSERT INTO vivarium_schema (installed_rank, version, description, type, script, checksum, installed_by,"
                        + " execution_time, success) VALUES (900, '900', 'later', 'SQL', 'V900__later.sql', 1, 'x', 1, "
                        + (database.dialect() == Dialect.SQLITE ? "1" : "true") + ")"));

        assertThatThrownBy(() -> Database.open(settings).close()).isInstanceOfSatisfying(VivariumException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR);
            assertThat(e.code()).isEqualTo("store.schema");
        });
    }

    private static int lease(Handle h) {
        return h.execute("INSERT INTO leases VALUES ('n', 'h', 1, 1, 1)");
    }

    /** Reads and then writes what it has read, as a handler does that checks before it acts. */
    private static int count(Handle h) {
        int next =
                h.createQuery("SELECT token FROM leases").mapTo(Integer.class).one() + 1;
        return h.execute("UPDATE leases SET token = ?", next);
    }

    private static int leases(Database database) {
        return database.read(h -> h.createQuery("SELECT count(*) FROM leases")
                .mapTo(Integer.class)
                .one());
    }

    private static int token(Database database) {
        return database.read(h ->
                h.createQuery("SELECT token FROM leases").mapTo(Integer.class).one());
    }
}
