package dev.vivarium.service.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.fixture.Waiting;
import dev.vivarium.service.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one database. */
@Timeout(120)
abstract class ClaimsSuite {
    @TempDir
    private Path home;

    private final List<Instance> instances = new ArrayList<>();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private DatabaseSettings settings;

    /** An empty database. */
    abstract DatabaseSettings empty();

    @BeforeEach
    void begin() {
        settings = empty();
    }

    @AfterEach
    void end() {
        instances.forEach(Instance::close);
    }

    private Instance instance(String name, int threads, Script.Body body) {
        Instance made = Instance.of(name, settings, home, threads, body);
        instances.add(made);
        return made;
    }

    private Instance instance(String name) {
        return instance(name, 4, (what, step, c) -> done.add(what + "." + step));
    }

    @Test
    void whatIsAcceptedRunsOnceAndItsResultIsSeenByAll() {
        Instance one = instance("one").start();
        Instance two = instance("two").start();
        List<Operation<String>> accepted = IntStream.range(0, 10)
                .mapToObj(i -> (i % 2 == 0 ? one : two).accept(NodeId.random(), "дело-" + i, 3))
                .toList();

        assertThat(accepted).allSatisfy(o -> assertThat(o.await()).startsWith("дело-"));
        assertThat(done).hasSize(30).doesNotHaveDuplicates();
        assertThat(one.journal.unfinished()).isEmpty();
    }

    @Test
    void operationsOfANodeRunInTheOrderAcceptedWhicheverInstanceHasThem() {
        Instance one = instance("one").start();
        Instance two = instance("two").start();
        NodeId node = NodeId.random();
        List<Operation<String>> accepted = IntStream.range(0, 8)
                .mapToObj(i -> (i % 2 == 0 ? one : two).accept(node, String.valueOf(i), 1))
                .toList();

        accepted.forEach(Operation::await);
        assertThat(done).containsExactly("0.1", "1.1", "2.1", "3.1", "4.1", "5.1", "6.1", "7.1");
    }

    @Test
    void whatIsNotCommittedIsNotRun() {
        Instance one = instance("one").start();
        assertThatThrownBy(() -> one.database.write(h -> {
                    one.accept(NodeId.random(), "отменено", 1);
                    throw new IllegalStateException("the request failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        one.database.write(h -> one.accept(NodeId.random(), "принято", 1)).await();
        assertThat(one.journal.unfinished()).isEmpty();
        assertThat(done).containsExactly("принято.1");
    }

    @Test
    void whatADeadInstanceHadClaimedIsClaimedByAnother() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Instance dying = Instance.of("dying", settings, home, 4, (what, step, c) -> {
            begun.countDown();
            await(never); // as a process that stands still, deaf to everything
            done.add("late " + what);
        });
        Operation<String> operation = dying.start().accept(NodeId.random(), "дело", 2);
        await(begun);
        dying.database.close(); // no heartbeat reaches anybody any more
        Instance next = instance("next").start();

        while (next.journal.operation(operation.id()).orElseThrow().end().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(done).containsExactly("дело.1", "дело.2");
        never.countDown();
        dying.claims.close();
        dying.journal.close();
    }

    @Test
    void aGracefulStopLetsAnotherInstanceGoOnAtOnce() {
        CountDownLatch begun = new CountDownLatch(1);
        Instance one = Instance.of("one", settings, home, 4, (what, step, c) -> {
            if (step == 2) {
                begun.countDown();
                c.pause(Duration.ofMinutes(5)); // a wait, in which it may be told to stop
            }
            done.add("one " + step);
        });
        Operation<String> operation = one.start().accept(NodeId.random(), "дело", 3);
        await(begun);
        one.close();
        Instance two = instance("two").start();

        Waiting.until(
                "the operation's end",
                () -> two.journal.operation(operation.id()).orElseThrow().end().isPresent());
        assertThat(done).containsExactly("one 1", "дело.2", "дело.3");
    }

    @Test
    void noMoreRunAtATimeThanThereAreThreads() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Instance one = instance("one", 3, (what, step, c) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            c.pause(Duration.ofMillis(20));
            now.decrementAndGet();
        });
        List<Operation<String>> accepted = IntStream.range(0, 12)
                .mapToObj(i -> one.accept(NodeId.random(), String.valueOf(i), 1))
                .toList();
        one.start();

        accepted.forEach(Operation::await);
        assertThat(most).hasValueBetween(1, 3);
    }

    @Test
    void aCancelReachesTheInstanceThatRunsIt() {
        CountDownLatch begun = new CountDownLatch(1);
        instance("one", 4, (what, step, c) -> {
                    begun.countDown();
                    c.pause(Duration.ofMinutes(5));
                })
                .start();
        Operation<String> operation = instance("two").accept(NodeId.random(), "дело", 1);
        await(begun);
        operation.cancel();

        assertThatThrownBy(operation::await)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
    }

    @Test
    void aTaskRunsAsOftenAsItSaysWithItsStateAndTriesAgain() {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        CountDownLatch over = new CountDownLatch(1);
        Instance one = instance("one");
        one.claims.task("policy", (id, state) -> {
            if (heard.add(id + state) && state.equals("2")) {
                throw new IllegalStateException("not yet"); // it is tried again
            }
            if (state.equals("3")) {
                over.countDown();
                return Next.over();
            }
            return Next.at(Instant.now(), String.valueOf(Integer.parseInt(state) + 1));
        });
        one.claims.schedule("policy", "ночь", Instant.now().plusSeconds(3600), "0");
        assertThat(one.claims.next("policy", "ночь"))
                .hasValueSatisfying(t -> assertThat(t).isAfter(Instant.now()));
        one.start();
        one.database.write(h -> one.claims.schedule("policy", "ночь", Instant.now(), "1"));

        await(over);
        assertThat(heard).containsExactlyInAnyOrder("ночь1", "ночь2", "ночь3");
    }

    @Test
    void aTaskThatRunsJustNowIsNotMoved() {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Instance one = instance("one");
        one.claims.task("watch", (id, state) -> {
            runs.countDown();
            await(mayEnd);
            return Next.over();
        });
        one.start();
        assertThat(one.claims.schedule("watch", "lab", Instant.now(), "")).isTrue();
        await(runs);

        assertThat(one.claims.schedule("watch", "lab", Instant.now(), "")).isFalse();
        mayEnd.countDown();
    }

    @Test
    void aTaskIsMovedWhileItComesAndGoes() {
        Instance one = instance("one");
        one.claims.task("watch", (id, state) -> Next.at(Instant.now(), state));
        one.start();

        for (int i = 0; i < 200; i++) {
            one.claims.schedule("watch", "lab", Instant.now(), "again"); // whoever has it just now, nothing is thrown
        }
        assertThat(one.claims.next("watch", "lab")).isPresent();
    }

    @Test
    void aRecurringTaskRunsInOneInstanceAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch often = new CountDownLatch(6);
        for (String name : List.of("one", "two")) {
            Instance instance = instance(name);
            instance.claims.recurring("watch", Duration.ofMillis(10), () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                often.countDown();
                inside.decrementAndGet();
            });
            instance.start();
        }
        await(often);
        assertThat(most).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
