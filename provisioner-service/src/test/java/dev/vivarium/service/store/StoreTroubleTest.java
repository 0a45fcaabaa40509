package dev.vivarium.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.LeaseLost;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.journal.SampleNodes;
import dev.vivarium.testkit.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that is away, full, or shared with others. */
@Timeout(120)
class StoreTroubleTest {
    @TempDir
    private Path directory;

    @Test
    void whileTheServerIsAwayItIsUnavailableAndThenWorksAgainByItself() {
        PostgresServer.missing().ifPresent(Assumptions::abort);
        try (PostgresServer server = PostgresServer.start();
                Database database =
                        Database.open(DatabaseSettings.of(server.newDatabase()).patience(Duration.ofMillis(500)));
                SqlJournal journal = new SqlJournal(database, LeaseSettings.of("test"), operation -> {})) {
            OperationRecord operation = operation();
            journal.accept(operation);
            Journal.Lease lease = journal.tryLease(operation.node()).orElseThrow();

            server.pause();
            for (Runnable call : List.<Runnable>of(
                    journal::nodes,
                    () -> journal.put(SampleNodes.ready("муза")),
                    () -> journal.accept(operation()),
                    () -> journal.append(operation.id(), new Entry.StepStarted("one", SampleNodes.NOON)))) {
                VivariumException away = catchThrowableOfType(VivariumException.class, call::run);
                assertThat(away.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(away.code()).isEqualTo("store.unavailable");
                assertThat(away.retryAfter()).isPresent();
            }
            assertThatThrownBy(lease::check).as("no effect without the lease").isInstanceOf(LeaseLost.class);

            server.resume();
            while (catchThrowableOfType(LeaseLost.class, lease::check) != null) {
                assertThat(lease.isLost()).as("nobody took it").isFalse();
            }
            journal.append(operation.id(), new Entry.StepStarted("one", SampleNodes.NOON));
            assertThat(journal.operation(operation.id()).orElseThrow().entries())
                    .hasSize(1);
            assertThat(journal.nodes()).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidAtOnce() {
        assertThatThrownBy(() -> Database.open(DatabaseSettings.of("jdbc:postgresql://127.0.0.1:1/none")
                        .patience(Duration.ofMillis(500))))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("store.unavailable"));
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("чужой.db"), "это не база данных\n".repeat(100));
        assertThatThrownBy(() -> Database.open(DatabaseSettings.sqlite(file)))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR));
        assertThat(file).hasContent("это не база данных\n".repeat(100));
    }

    @Test
    void tablesOfOthersStay() throws SQLException {
        PostgresServer.missing().ifPresent(Assumptions::abort);
        try (PostgresServer server = PostgresServer.start()) {
            DatabaseSettings shared = DatabaseSettings.of(server.newDatabase());
            try (var connection = DriverManager.getConnection(shared.url());
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE nodes (theirs int); INSERT INTO nodes VALUES (42)");
            }
            try (Database database = Database.open(shared);
                    SqlJournal journal = new SqlJournal(database, LeaseSettings.of("test"), operation -> {})) {
                journal.put(SampleNodes.ready("муза"));
                assertThat(journal.nodes()).hasSize(1);
                int theirs = database.read(h -> h.createQuery("SELECT theirs FROM public.nodes")
                        .mapTo(Integer.class)
                        .one());
                assertThat(theirs).isEqualTo(42);
            }
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingIsHalfWritten() throws IOException, InterruptedException {
        Path small = Files.createDirectory(directory.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString()) == 0,
                "a small disk needs root: mount -t tmpfs");
        try (Database database = Database.open(DatabaseSettings.sqlite(small.resolve("vivarium.db")));
                SqlJournal journal = new SqlJournal(database, LeaseSettings.of("test"), operation -> {})) {
            OperationRecord operation = operation();
            journal.accept(operation);
            Path filler = small.resolve("filler");
            fill(filler);
            try (Journal.Lease lease = journal.tryLease(operation.node()).orElseThrow()) {
                int written = 0;
                VivariumException full = null;
                while (full == null) {
                    full = catchThrowableOfType(VivariumException.class, () -> append(journal, operation));
                    written += full == null ? 1 : 0;
                }
                assertThat(full.kind()).isEqualTo(Kind.CAPACITY);
                assertThat(full.code()).isEqualTo("store.full");
                assertThat(journal.operation(operation.id()).orElseThrow().entries())
                        .hasSize(written);

                Files.delete(filler);
                lease.check();
                append(journal, operation);
                assertThat(journal.operation(operation.id()).orElseThrow().entries())
                        .hasSize(written + 1);
            }
            String checked = database.read(h ->
                    h.createQuery("PRAGMA integrity_check").mapTo(String.class).one());
            assertThat(checked).isEqualTo("ok");
        } finally {
            run("umount", small.toString());
        }
    }

    private static void append(Journal journal, OperationRecord operation) {
        journal.append(operation.id(), new Entry.Remembered("one", "test.text", Json.tree("много".repeat(10_000))));
    }

    /** All but a little. */
    private static void fill(Path filler) throws IOException {
        long free = Files.getFileStore(filler.getParent()).getUsableSpace();
        Files.write(filler, new byte[(int) Math.max(0, free - 500_000)]);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static OperationRecord operation() {
        return new OperationRecord(
                1,
                OperationId.random(),
                "create",
                NodeId.random(),
                Json.tree("просьба"),
                List.of("one"),
                SampleNodes.NOON);
    }
}
