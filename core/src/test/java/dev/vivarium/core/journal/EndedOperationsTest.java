package dev.vivarium.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of operations that have ended, and of what the dead left. */
class EndedOperationsTest {
    private static final Instant NOW = Instant.now();
    private static final Entry END = new Entry.Ended(Entry.Outcome.DONE, NOW);

    @TempDir
    Path home;

    private FileJournal journal() {
        return new FileJournal(home);
    }

    private static OperationRecord operation(NodeId node) {
        return new OperationRecord(1, OperationId.random(), "stop", node, Json.tree(List.of()), List.of("one"), NOW);
    }

    private void end(NodeId node, int count) {
        for (int i = 0; i < count; i++) {
            OperationRecord operation = operation(node);
            journal().accept(operation);
            journal().append(operation.id(), END);
        }
    }

    private void age(NodeId node, Duration age) throws IOException {
        Path directory = home.resolve("ended/" + node);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : Stream.concat(files, Stream.of(directory)).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
            }
        }
    }

    @Test
    void theNewestFiftyStayAndAllThatAreYoung() throws IOException {
        Node node = Nodes.full("муза");
        journal().put(node);
        end(node.id(), 60);
        age(node.id(), Duration.ofDays(29));
        journal().accept(operation(node.id()));
        assertThat(journal().ended(node.id())).as("all are young").hasSize(60);
        age(node.id(), Duration.ofDays(31));
        end(node.id(), 3);
        assertThat(journal().ended(node.id()))
                .hasSize(50 + 1); // the last one was not there when the others were pruned
    }

    @Test
    void ofANodeThatIsGoneNothingStaysForEver() throws IOException {
        NodeId gone = NodeId.random();
        end(gone, 2);
        NodeId other = NodeId.random();
        age(gone, Duration.ofDays(29));
        journal().accept(operation(other));
        assertThat(home.resolve("ended/" + gone)).exists();
        age(gone, Duration.ofDays(31));
        journal().accept(operation(other));
        assertThat(home.resolve("ended/" + gone)).doesNotExist();
    }

    @Test
    void thoseThatLieBesideTheDirectoriesAreReadToo() throws IOException {
        NodeId node = NodeId.random();
        end(node, 1);
        OperationId id = journal().ended(node).get(0).record().id();
        Files.move(home.resolve("ended/" + node + "/" + id + ".jsonl"), home.resolve("ended/" + id + ".jsonl"));
        assertThat(journal().ended(node)).hasSize(1);
        assertThat(journal().operation(id)).isPresent();
    }

    /** One process ends an operation while the other one, which waits for it, looks: both move its file. */
    @Test
    void whoeverMovesTheFileFirst() throws Exception {
        NodeId node = NodeId.random();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (int round = 0; round < 200; round++) {
            OperationRecord operation = operation(node);
            journal().accept(operation);
            CyclicBarrier barrier = new CyclicBarrier(2);
            List<Callable<Object>> both = List.of(
                    () -> {
                        barrier.await();
                        journal().append(operation.id(), END);
                        return "ended";
                    },
                    () -> {
                        barrier.await();
                        for (int look = 0; look < 5; look++) {
                            journal().unfinished();
                        }
                        return "looked";
                    });
            for (Future<Object> done : threads.invokeAll(both)) {
                done.get();
            }
            assertThat(journal().unfinished()).isEmpty();
            assertThat(journal().operation(operation.id()).orElseThrow().end()).isPresent();
        }
        threads.shutdown();
    }

    @Test
    void nothingIsAddedToWhatIsNotThere() {
        assertThatThrownBy(() -> journal().append(OperationId.random(), END)).isInstanceOf(VivariumException.class);
        assertThat(journal().unfinished()).isEmpty();
    }

    @Test
    void draftsOfTheDeadGoAndThoseOfTheLivingStay() throws IOException {
        journal();
        Path dead = Files.writeString(home.resolve("nodes/.x.json.1"), "{");
        Path living = Files.writeString(home.resolve("nodes/.x.json.2"), "{");
        Path cancel = Files.writeString(home.resolve("operations/" + OperationId.random() + ".cancel"), "");
        for (Path old : List.of(dead, cancel)) {
            Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofHours(2))));
        }
        journal();
        assertThat(dead).doesNotExist();
        assertThat(cancel).doesNotExist();
        assertThat(living).exists();
    }

    @Test
    void damageIsSaidWithTheFileAndWhatToDo() throws IOException {
        OperationRecord operation = operation(NodeId.random());
        journal().accept(operation);
        Path file = home.resolve("operations/" + operation.id() + ".jsonl");
        Files.writeString(file, Files.readString(file) + "{\"entry\":\"hook-ran\"}\n");
        assertThatThrownBy(() -> journal().unfinished())
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("the release that wrote it");
    }
}
