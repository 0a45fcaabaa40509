package dev.vivarium.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.journal.SampleNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the library's files into the service's database. */
class JournalMoveTest {
    @TempDir
    private Path home;

    private final List<SqlJournal> journals = new ArrayList<>();
    private Path files;
    private Database database;

    @BeforeEach
    void open() {
        files = home.resolve("journal");
        database = Database.open(DatabaseSettings.sqlite(home.resolve("vivarium.db")));
    }

    @AfterEach
    void close() {
        journals.forEach(SqlJournal::close);
        database.close();
    }

    private SqlJournal journal() {
        SqlJournal journal = new SqlJournal(database, LeaseSettings.of("test"), operation -> {});
        journals.add(journal);
        return journal;
    }

    /** Cut off after every sixth write of each operation. */
    @Test
    void whatEachReleaseWroteComesOverWhereverItWasCutOff() throws IOException {
        Path recorded = Path.of(System.getProperty("vivarium.repository", ".."), "testkit/src/test/resources/journals");
        int moved = 0;
        try (Stream<Path> tapes = Files.walk(recorded)) {
            for (Path tape : tapes.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                List<String> frames = Files.readAllLines(tape);
                for (int end = 2; end <= frames.size(); end += 6) {
                    Path cut = home.resolve("cut-" + moved++);
                    for (String frame : frames.subList(0, end)) {
                        play(Json.read(frame, JsonNode.class), cut.resolve("journal"));
                    }
                    comesOver(cut);
                }
            }
        }
        assertThat(moved).isGreaterThan(20);
    }

    private static void play(JsonNode frame, Path journal) throws IOException {
        for (var file : frame.path("files").properties()) {
            Path path = journal.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            if (file.getValue().isNull()) {
                Files.deleteIfExists(path);
            } else if (file.getValue().isTextual()) {
                Files.writeString(path, file.getValue().asText());
            } else {
                Files.writeString(
                        path,
                        Files.readString(path) + file.getValue().path("added").asText());
            }
        }
    }

    private static void comesOver(Path cut) {
        try (FileJournal before = new FileJournal(cut.resolve("journal"));
                Database database = Database.open(DatabaseSettings.sqlite(cut.resolve("vivarium.db")))) {
            List<Node> nodes = before.nodes();
            assertThat(JournalMove.into(database, cut.resolve("journal"))).isEqualTo(nodes.size());
            try (SqlJournal after = new SqlJournal(database, LeaseSettings.of("test"), operation -> {})) {
                assertThat(after.nodes()).isEqualTo(nodes);
                assertThat(texts(after.unfinished())).isEqualTo(texts(before.unfinished()));
                for (Node node : nodes) {
                    assertThat(texts(after.ended(node.id()))).isEqualTo(texts(before.ended(node.id())));
                }
            }
        }
    }

    private static List<String> texts(List<OperationHistory> histories) {
        return histories.stream()
                .map(h -> Json.write(h.record()) + Json.write(h.entries()))
                .toList();
    }

    @Test
    void movedOnceAndThenNobodyOpensTheFiles() {
        Node node = SampleNodes.ready("муза");
        new FileJournal(files).put(node);
        assertThat(JournalMove.into(database, files)).isEqualTo(1);
        assertThat(JournalMove.into(database, files)).isZero();
        assertThat(journal().nodes()).containsExactly(node);
        assertThatThrownBy(() -> new FileJournal(files))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("journal.moved"))
                .hasMessageContaining("vivarium serve");
    }

    @Test
    void anEmptyJournalStaysTheLibrarys() {
        new FileJournal(files);
        assertThat(JournalMove.into(database, files)).isZero();
        assertThat(JournalMove.into(database, home.resolve("none"))).isZero();
        assertThat(new FileJournal(files).nodes()).isEmpty();
    }

    @Test
    void aMoveThatWasCutOffIsDoneAgainAndWhatTheServiceHasStays() {
        Node node = SampleNodes.ready("муза");
        new FileJournal(files).put(node);
        Node later = node.edit().nextGeneration().at(SampleNodes.NOON);
        journal().put(later);
        assertThat(JournalMove.into(database, files)).isEqualTo(1);
        assertThat(journal().nodes()).containsExactly(later);
    }

    @Test
    void aNodeThatIsWorkedOnIsNotTaken() {
        Node node = SampleNodes.ready("муза");
        FileJournal before = new FileJournal(files);
        before.put(node);
        try (Journal.Lease lease = before.tryLease(node.id()).orElseThrow()) {
            lease.check();
            assertThatThrownBy(() -> JournalMove.into(database, files))
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.code()).isEqualTo("journal.busy"));
        }
        assertThat(journal().nodes()).isEmpty();
    }

    @Test
    void anotherNodeOfTheNameIsAConflict() {
        journal().put(SampleNodes.ready("муза"));
        new FileJournal(files).put(SampleNodes.ready("муза"));
        assertThatThrownBy(() -> JournalMove.into(database, files))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("journal.name"));
    }
}
