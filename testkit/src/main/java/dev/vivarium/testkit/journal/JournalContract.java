package dev.vivarium.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.spi.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every journal promises. {@link #journal} is called for each process that the tests play. */
public abstract class JournalContract {
    private static final Key<Integer> PORT = Key.of("test.port", Integer.class);
    private final List<Journal> opened = new ArrayList<>();

    /** Another process's view of one and the same journal, which is empty when a test begins. */
    protected abstract Journal open();

    /** One that is closed after the test. */
    protected final Journal journal() {
        Journal journal = open();
        opened.add(journal);
        return journal;
    }

    /** Closes those of this test; for subclasses that have more to close afterwards. */
    @AfterEach
    protected final void closeJournals() {
        opened.forEach(Journal::close);
        opened.clear();
    }

    /** An operation on the node, accepted so many seconds past noon. */
    protected static OperationRecord operation(NodeId node, int second) {
        JsonNode request = Json.tree(List.of("просьба"));
        return new OperationRecord(
                1,
                OperationId.random(),
                "create",
                node,
                request,
                List.of("one", "two"),
                SampleNodes.NOON.plus(Duration.ofSeconds(second)));
    }

    @Test
    void aNodeIsThereForTheNextProcess() {
        Node node = SampleNodes.ready("муза");
        journal().put(node);
        Journal next = journal();
        assertThat(next.node(node.id())).contains(node);
        assertThat(next.node("муза")).contains(node);
        assertThat(next.node("другая")).isEmpty();
        assertThat(next.nodes()).containsExactly(node);
        assertThat(next.macs()).containsExactly(node.identity().mac());
    }

    @Test
    void aRecordReplacesTheOneBefore() {
        Journal journal = journal();
        Node node = SampleNodes.ready("муза");
        journal.put(node);
        Node changed = node.edit().nextGeneration().at(SampleNodes.NOON.plusSeconds(1));
        journal.put(changed);
        assertThat(journal.nodes()).containsExactly(changed);
    }

    @Test
    void nodesComeByNameAndGo() {
        Journal journal = journal();
        List<Node> all =
                List.of("б", "a", "я", "Z").stream().map(SampleNodes::ready).toList();
        all.forEach(journal::put);
        assertThat(journal.nodes()).extracting(n -> n.spec().name()).containsExactly("Z", "a", "б", "я");
        journal.remove(all.get(0).id());
        journal.remove(all.get(0).id());
        assertThat(journal.nodes()).extracting(n -> n.spec().name()).containsExactly("Z", "a", "я");
        assertThat(journal.node(all.get(0).id())).isEmpty();
    }

    @Test
    void anOperationRemembersForTheNextProcess() {
        Journal journal = journal();
        OperationRecord operation = operation(NodeId.random(), 0);
        journal.accept(operation);
        try (Journal.Lease lease = journal.tryLease(operation.node()).orElseThrow()) {
            lease.check();
            journal.append(operation.id(), new Entry.StepStarted("one", SampleNodes.NOON));
            journal.append(operation.id(), new Entry.Remembered("one", PORT.name(), Json.tree(4711)));
            journal.append(operation.id(), new Entry.StepFinished("one", SampleNodes.NOON));
        }
        OperationHistory history = journal().operation(operation.id()).orElseThrow();
        assertThat(history.record()).isEqualTo(operation);
        assertThat(history.recall("one", PORT)).contains(4711);
        assertThat(history.recall("two", PORT)).isEmpty();
        assertThat(history.isFinished("one")).isTrue();
        assertThat(history.isStarted("two")).isFalse();
    }

    @Test
    void theNextProcessGoesOnWhereTheEntriesEnd() {
        OperationRecord operation = operation(NodeId.random(), 0);
        journal().accept(operation);
        for (String step : operation.steps()) {
            Journal process = journal();
            try (Journal.Lease lease = process.tryLease(operation.node()).orElseThrow()) {
                lease.check();
                process.append(operation.id(), new Entry.StepStarted(step, SampleNodes.NOON));
                process.append(operation.id(), new Entry.StepFinished(step, SampleNodes.NOON));
            }
        }
        assertThat(journal().operation(operation.id()).orElseThrow().entries())
                .containsExactly(
                        new Entry.StepStarted("one", SampleNodes.NOON),
                        new Entry.StepFinished("one", SampleNodes.NOON),
                        new Entry.StepStarted("two", SampleNodes.NOON),
                        new Entry.StepFinished("two", SampleNodes.NOON));
    }

    @Test
    void unfinishedOperationsComeInTheOrderAccepted() {
        Journal journal = journal();
        OperationRecord first = operation(NodeId.random(), 1);
        OperationRecord other = operation(NodeId.random(), 2);
        OperationRecord second = operation(first.node(), 3);
        List.of(first, other, second).forEach(journal::accept);
        assertThat(journal().unfinished()).extracting(OperationHistory::record).containsExactly(first, other, second);
        assertThat(journal().unfinished(first.node()))
                .extracting(OperationHistory::record)
                .containsExactly(first, second);
    }

    @Test
    void whatHasEndedIsNotUnfinished() {
        Journal journal = journal();
        OperationRecord first = operation(NodeId.random(), 0);
        OperationRecord second = operation(first.node(), 1);
        journal.accept(first);
        journal.accept(second);
        end(journal, first, Entry.Outcome.FAILED);
        assertThat(journal().unfinished()).extracting(OperationHistory::record).containsExactly(second);
        end(journal, second, Entry.Outcome.DONE);
        assertThat(journal().unfinished()).isEmpty();
        assertThat(journal().ended(first.node()))
                .extracting(OperationHistory::record)
                .containsExactly(first, second);
        assertThat(journal().ended(NodeId.random())).isEmpty();
        assertThat(journal().operation(second.id()).orElseThrow().end())
                .contains(new Entry.Ended(Entry.Outcome.DONE, SampleNodes.NOON));
    }

    @Test
    void anUnknownOperationIsNone() {
        assertThat(journal().operation(OperationId.random())).isEmpty();
    }

    @Test
    void aLeaseIsHeldByOneAndFreeAgain() {
        NodeId node = NodeId.random();
        Journal journal = journal();
        Journal other = journal();
        try (Journal.Lease lease = journal.tryLease(node).orElseThrow()) {
            lease.check();
            assertThat(lease.isLost()).isFalse();
            assertThat(journal.tryLease(node)).as("not twice in one process").isEmpty();
            assertThat(other.tryLease(node)).isEmpty();
            assertThat(other.leaseHolder(node)).isPresent();
            other.tryLease(NodeId.random()).orElseThrow().close();
        }
        assertThat(other.leaseHolder(node)).isEmpty();
        other.tryLease(node).orElseThrow().close();
    }

    @Test
    void aCancelReachesOtherProcessesAndGoesWithTheOperation() {
        Journal journal = journal();
        OperationRecord operation = operation(NodeId.random(), 0);
        journal.accept(operation);
        assertThat(journal.cancelRequested(operation.id())).isFalse();
        journal.requestCancel(operation.id());
        journal.requestCancel(operation.id());
        assertThat(journal.cancelRequested(operation.id())).isTrue();
        assertThat(journal().cancelRequested(operation.id())).isTrue();
        end(journal, operation, Entry.Outcome.CANCELLED);
        assertThat(journal.cancelRequested(operation.id())).isFalse();
        journal.requestCancel(operation.id());
        assertThat(journal.cancelRequested(operation.id())).isFalse();
    }

    @Test
    void manyThreadsOfTwoProcessesWriteSideBySide() throws Exception {
        List<Journal> processes = List.of(journal(), journal());
        List<OperationRecord> operations = IntStream.range(0, 12)
                .mapToObj(i -> operation(NodeId.random(), i))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (OperationRecord operation : operations) {
                Journal process = processes.get(work.size() % 2);
                work.add(() -> runThrough(process, operation));
            }
            for (Future<Boolean> each : threads.invokeAll(work)) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(journal().unfinished()).isEmpty();
        for (OperationRecord operation : operations) {
            assertThat(journal().operation(operation.id()).orElseThrow().entries())
                    .hasSize(5);
        }
    }

    private static boolean runThrough(Journal journal, OperationRecord operation) {
        journal.accept(operation);
        try (Journal.Lease lease = journal.tryLease(operation.node()).orElseThrow()) {
            lease.check();
            for (String step : operation.steps()) {
                journal.append(operation.id(), new Entry.StepStarted(step, SampleNodes.NOON));
                journal.append(operation.id(), new Entry.StepFinished(step, SampleNodes.NOON));
            }
            journal.append(operation.id(), new Entry.Ended(Entry.Outcome.DONE, SampleNodes.NOON));
        }
        return true;
    }

    private static void end(Journal journal, OperationRecord operation, Entry.Outcome outcome) {
        try (Journal.Lease lease = journal.tryLease(operation.node()).orElseThrow()) {
            lease.check();
            journal.append(operation.id(), new Entry.Ended(outcome, SampleNodes.NOON));
        }
    }
}
