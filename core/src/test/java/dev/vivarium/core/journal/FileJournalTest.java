package dev.vivarium.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Key<Integer> PORT = Key.of("test.port", Integer.class);

    @TempDir
    Path home;

    private FileJournal journal() {
        return new FileJournal(home.resolve("journal"));
    }

    private static OperationRecord operation(NodeId node, int second) {
        return new OperationRecord(
                1,
                OperationId.random(),
                "create",
                node,
                Json.tree(List.of("request")),
                List.of("one", "two"),
                Nodes.NOON.plus(Duration.ofSeconds(second)));
    }

    private Path file(OperationRecord operation) {
        return home.resolve("journal/operations/" + operation.id() + ".jsonl");
    }

    @Test
    void aNodeIsThereForTheNextProcess() {
        Node node = Nodes.full("муза");
        journal().put(node);
        assertThat(journal().node(node.id())).contains(node);
        assertThat(journal().nodes()).containsExactly(node);
        journal().remove(node.id());
        journal().remove(node.id());
        assertThat(journal().nodes()).isEmpty();
    }

    @Test
    void anOperationRemembers() {
        OperationRecord operation = operation(NodeId.random(), 0);
        journal().accept(operation);
        journal().append(operation.id(), new Entry.StepStarted("one", Nodes.NOON));
        journal().append(operation.id(), new Entry.Remembered("one", PORT.name(), Json.tree(4711)));
        journal().append(operation.id(), new Entry.StepFinished("one", Nodes.NOON));
        OperationHistory history = journal().unfinished().get(0);
        assertThat(history.record()).isEqualTo(operation);
        assertThat(history.recall("one", PORT)).contains(4711);
        assertThat(history.recall("two", PORT)).isEmpty();
        assertThat(history.isFinished("one")).isTrue();
        assertThat(history.isStarted("two")).isFalse();
    }

    @Test
    void aTornLastLineDoesNotCountAndIsReplaced() throws IOException {
        OperationRecord operation = operation(NodeId.random(), 0);
        journal().accept(operation);
        journal().append(operation.id(), new Entry.StepStarted("one", Nodes.NOON));
        Files.writeString(file(operation), "{\"entry\":\"step-fin", StandardOpenOption.APPEND);
        assertThat(journal().unfinished().get(0).isFinished("one")).isFalse();
        journal().append(operation.id(), new Entry.StepFinished("one", Nodes.NOON));
        assertThat(journal().unfinished().get(0).isFinished("one")).isTrue();
        assertThat(Files.readString(file(operation)))
                .doesNotContain("step-fin{")
                .endsWith("}\n");
    }

    @Test
    void aTornFirstLineIsNoOperation() throws IOException {
        OperationRecord operation = operation(NodeId.random(), 0);
        journal().accept(operation);
        Files.writeString(file(operation), "{\"version\":1,\"id\"");
        assertThat(journal().unfinished()).isEmpty();
    }

    @Test
    void whatHasEndedIsNotUnfinishedEvenIfItsFileWasNotMoved() throws IOException {
        OperationRecord moved = operation(NodeId.random(), 0);
        OperationRecord left = operation(moved.node(), 1);
        journal().accept(left);
        journal().accept(moved);
        journal().append(moved.id(), new Entry.Ended(Entry.Outcome.DONE, Nodes.NOON));
        Files.writeString(
                file(left),
                Json.write(new Entry.Ended(Entry.Outcome.CANCELLED, Nodes.NOON)) + "\n",
                StandardOpenOption.APPEND);
        assertThat(journal().unfinished()).isEmpty();
        assertThat(journal().ended(moved.node()))
                .extracting(h -> h.record().id())
                .containsExactly(moved.id(), left.id());
        assertThat(journal().operation(left.id()).orElseThrow().end()).isPresent();
    }

    @Test
    void operationsComeInTheOrderAccepted() {
        NodeId node = NodeId.random();
        OperationRecord second = operation(node, 2);
        OperationRecord first = operation(node, 1);
        journal().accept(second);
        journal().accept(first);
        assertThat(journal().unfinished()).extracting(OperationHistory::record).containsExactly(first, second);
    }

    @Test
    void aLaterFormatIsRefusedWithWhatToDo() throws IOException {
        OperationRecord operation = operation(NodeId.random(), 0);
        journal().accept(operation);
        Files.writeString(file(operation), Files.readString(file(operation)).replace("\"version\":1", "\"version\":9"));
        assertThatThrownBy(() -> journal().unfinished())
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR))
                .hasMessageContaining("newer");
    }

    @Test
    void aLeaseIsHeldByOneAndFreeAgain() {
        NodeId node = NodeId.random();
        Journal other = journal();
        try (Journal.Lease lease = journal().tryLease(node).orElseThrow()) {
            assertThat(lease).isNotNull();
            assertThat(other.tryLease(node)).isEmpty();
            assertThat(other.tryLease(NodeId.random())).isPresent();
        }
        try (Journal.Lease again = other.tryLease(node).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void aCancelReachesOtherProcessesAndGoesWithTheOperation() {
        OperationRecord operation = operation(NodeId.random(), 0);
        journal().accept(operation);
        assertThat(journal().cancelRequested(operation.id())).isFalse();
        journal().requestCancel(operation.id());
        assertThat(journal().cancelRequested(operation.id())).isTrue();
        journal().append(operation.id(), new Entry.Ended(Entry.Outcome.CANCELLED, Nodes.NOON));
        assertThat(journal().cancelRequested(operation.id())).isFalse();
        journal().requestCancel(operation.id());
        assertThat(journal().cancelRequested(operation.id())).isFalse();
    }

    @Test
    void nobodyElseCanReadIt() throws IOException {
        Node node = Nodes.full("muse");
        OperationRecord operation = operation(node.id(), 0);
        journal().put(node);
        journal().accept(operation);
        journal().append(operation.id(), new Entry.StepStarted("one", Nodes.NOON));
        try (Stream<Path> tree = Files.walk(home.resolve("journal"))) {
            assertThat(tree.toList())
                    .allSatisfy(p -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(p)))
                            .endsWith("------"));
        }
    }

    @Test
    void aDraftThatACrashLeftIsNoNode() throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("journal/nodes")).resolve(".x.json.draft"), "{");
        assertThat(journal().nodes()).isEmpty();
    }
}
