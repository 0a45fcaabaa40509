package dev.vivarium.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.LeaseLost;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.fixture.Waiting;
import dev.vivarium.testkit.faults.VirtualClock;
import dev.vivarium.testkit.journal.JournalContract;
import dev.vivarium.testkit.journal.SampleNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on a database, and what leases for a time add to it: who lost one cannot write. */
abstract class SqlJournalSuite extends JournalContract {
    private static final Duration LASTS = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofDays(1);

    private final VirtualClock clock = new VirtualClock(SampleNodes.NOON);
    private final List<Database> databases = new ArrayList<>();
    private DatabaseSettings settings;
    private int instances;

    /** An empty database. */
    abstract DatabaseSettings empty();

    @BeforeEach
    void begin() {
        settings = empty();
    }

    @AfterEach
    void closeDatabases() {
        closeJournals();
        databases.forEach(Database::close);
    }

    /** Each process connects by itself. */
    @Override
    protected Journal open() {
        return journal("instance-" + instances++);
    }

    private Journal journal(String instance) {
        Database database = Database.open(settings.connections(3));
        databases.add(database);
        return new SqlJournal(database, new LeaseSettings(instance, LASTS, NEVER, Optional.of(clock)), operation -> {});
    }

    @Test
    void aLeaseThatRanOutIsTakenOverAndItsOldHolderCannotWrite() {
        Journal frozen = journal();
        Journal other = journal();
        Node node = SampleNodes.ready("муза");
        OperationRecord operation = operation(node.id(), 0);
        frozen.put(node);
        frozen.accept(operation);
        Journal.Lease old = frozen.tryLease(node.id()).orElseThrow();
        frozen.append(operation.id(), new Entry.StepStarted("one", SampleNodes.NOON));
        clock.advance(LASTS.minusSeconds(1));
        assertThat(other.tryLease(node.id())).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        try (Journal.Lease taken = other.tryLease(node.id()).orElseThrow()) {
            assertThatThrownBy(old::check).isInstanceOf(LeaseLost.class);
            assertThat(old.isLost()).isTrue();
            assertThatThrownBy(() -> frozen.append(operation.id(), new Entry.StepFinished("one", SampleNodes.NOON)))
                    .isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> frozen.append(operation.id(), twoMore())).isInstanceOf(LeaseLost.class);
            assertThatThrownBy(
                            () -> frozen.append(operation.id(), new Entry.Ended(Entry.Outcome.DONE, SampleNodes.NOON)))
                    .isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> frozen.put(node.edit().nextGeneration().at(SampleNodes.NOON)))
                    .isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> frozen.remove(node.id())).isInstanceOf(LeaseLost.class);
            old.close();
            taken.check();
            other.append(operation.id(), twoMore());
            other.append(operation.id(), new Entry.StepFinished("two", SampleNodes.NOON));
        }
        assertThat(other.node(node.id())).contains(node);
        assertThat(other.operation(operation.id()).orElseThrow().entries())
                .containsExactly(
                        new Entry.StepStarted("one", SampleNodes.NOON),
                        new Entry.StepFinished("one", SampleNodes.NOON),
                        new Entry.StepStarted("two", SampleNodes.NOON),
                        new Entry.StepFinished("two", SampleNodes.NOON));
    }

    private static List<Entry> twoMore() {
        return List.of(new Entry.StepFinished("one", SampleNodes.NOON), new Entry.StepStarted("two", SampleNodes.NOON));
    }

    @Test
    void aLeaseThatRanOutAndThatNobodyTookGoesOn() {
        Journal journal = journal();
        OperationRecord operation = operation(NodeId.random(), 0);
        journal.accept(operation);
        try (Journal.Lease lease = journal.tryLease(operation.node()).orElseThrow()) {
            clock.advance(LASTS.multipliedBy(5));
            journal.append(operation.id(), new Entry.StepStarted("one", SampleNodes.NOON));
            assertThat(journal().tryLease(operation.node()))
                    .as("renewed by writing")
                    .isEmpty();
            clock.advance(LASTS.multipliedBy(5));
            lease.check();
            assertThat(journal().tryLease(operation.node()))
                    .as("renewed by asking")
                    .isEmpty();
        }
    }

    @Test
    void whoNeverHadTheLeaseWritesNoEntry() {
        Journal journal = journal();
        OperationRecord operation = operation(NodeId.random(), 0);
        journal.accept(operation);
        assertThatThrownBy(() -> journal.append(operation.id(), new Entry.StepStarted("one", SampleNodes.NOON)))
                .isInstanceOf(LeaseLost.class);
        try (Journal.Lease lease = journal().tryLease(operation.node()).orElseThrow()) {
            lease.check();
            assertThatThrownBy(() -> journal.append(operation.id(), new Entry.StepStarted("one", SampleNodes.NOON)))
                    .isInstanceOf(LeaseLost.class);
        }
    }

    @Test
    void tokensGrowWithEachHolder() {
        NodeId node = NodeId.random();
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Journal.Lease lease = journal().tryLease(node).orElseThrow();
            tokens.add(databases
                    .get(0)
                    .read(h -> h.createQuery("SELECT token FROM leases")
                            .mapTo(Long.class)
                            .one()));
            if (i % 2 == 0) {
                lease.close();
            } else {
                clock.advance(LASTS);
            }
        }
        assertThat(tokens).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatAnEarlierProcessOfThisInstanceHeldIsFreeAtOnce() {
        NodeId node = NodeId.random();
        assertThat(journal("lab-1").tryLease(node)).isPresent();
        assertThat(journal("lab-2").tryLease(node)).isEmpty();
        assertThat(journal("lab-1").tryLease(node)).isPresent();
    }

    @Test
    void itIsSaidWhichInstanceWorks() {
        NodeId node = NodeId.random();
        assertThat(journal("lab-1").tryLease(node)).isPresent();
        assertThat(journal("lab-2").leaseHolder(node).orElseThrow().describe())
                .isEqualTo("instance lab-1 has worked on it since 2026-01-02T12:00:00Z");
    }

    @Test
    void theHeartbeatRenewsAndNoticesALoss() throws InterruptedException {
        Database database = Database.open(settings);
        databases.add(database);
        NodeId node = NodeId.random();
        try (SqlJournal beating = new SqlJournal(
                database,
                new LeaseSettings("beating", LASTS, Duration.ofMillis(20), Optional.of(clock)),
                operation -> {})) {
            Journal.Lease lease = beating.tryLease(node).orElseThrow();
            for (int i = 0; i < 3; i++) {
                clock.advance(LASTS.minusSeconds(1));
                awaitExpiry(database, clock.instant().plus(LASTS).toEpochMilli());
                assertThat(journal().tryLease(node)).isEmpty();
            }
            database.write(h -> h.execute("UPDATE leases SET holder = 'other', token = token + 1"));
            Waiting.until("the loss of the lease", lease::isLost);
        }
    }

    private static void awaitExpiry(Database database, long expiry) {
        Waiting.until(
                "the lease's end",
                () -> database.read(h -> h.createQuery("SELECT expires_at FROM leases")
                                .mapTo(Long.class)
                                .one())
                        == expiry);
    }

    @Test
    void aFormatOfALaterReleaseIsRefusedWithWhatToDo() {
        Journal journal = journal();
        journal.put(SampleNodes.ready("муза"));
        databases.get(0).write(h -> h.execute("UPDATE nodes SET version = 9"));
        assertThatThrownBy(journal::nodes)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR))
                .hasMessageContaining("newer");
    }

    @Test
    void oldOperationsAreForgottenButTheNewestOfANodeThatIsThere() {
        SqlJournal journal = (SqlJournal) journal();
        Node node = SampleNodes.ready("муза");
        journal.put(node);
        NodeId gone = NodeId.random();
        for (int i = 0; i < 60; i++) {
            ended(journal, operation(node.id(), i));
        }
        ended(journal, operation(gone, 0));
        journal.accept(operation(gone, 1));

        assertThat(journal.prune(SampleNodes.NOON)).as("none is old").isZero();
        assertThat(journal.prune(SampleNodes.NOON.plusSeconds(1))).isEqualTo(11);
        assertThat(journal.ended(node.id())).hasSize(50);
        assertThat(journal.ended(gone)).isEmpty();
        assertThat(journal.unfinished(gone)).hasSize(1);
    }

    private static void ended(Journal journal, OperationRecord operation) {
        journal.accept(operation);
        try (Journal.Lease lease = journal.tryLease(operation.node()).orElseThrow()) {
            lease.check();
            journal.append(operation.id(), new Entry.Ended(Entry.Outcome.DONE, SampleNodes.NOON));
        }
    }
}
