package dev.vivarium.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OperationsTest {
    private static final Key<Integer> PORT = Key.of("test.port", Integer.class);

    @TempDir
    Path home;

    private final NodeId node = NodeId.random();

    /** The end of a process: what it had not written is lost. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static VivariumException failure(String code) {
        return new VivariumException(Kind.HYPERVISOR_FAULT, code, "it failed").withLog("the log's last line");
    }

    private Installation installation() {
        return Installation.open(VivariumConfig.standard(new Surroundings(Map.of(), home, List.of())));
    }

    private Operation<String> begin(Script script, Operations operations) {
        return operations.accept(script, node, new Script.Request("done"));
    }

    private String run(Script script) {
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            return begin(script, operations).await();
        }
    }

    private Object resume(Script script) {
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            return operations.resume().get(0).await();
        }
    }

    @Test
    void stepsRunInOrderAndTheResultIsTold() {
        Script script = new Script("one", "two");
        assertThat(run(script)).isEqualTo("done!");
        assertThat(script.ran).containsExactly("one", "two");
    }

    @Test
    void aCrashInAnyStepIsGoneOnWithWhereItWas() {
        for (String step : List.of("one", "two", "three")) {
            Script dies = new Script("one", "two", "three").on(step, (q, c) -> {
                throw new Crash();
            });
            assertThatThrownBy(() -> run(dies)).isInstanceOf(VivariumException.class);
            Script again = new Script("one", "two", "three");
            assertThat(resume(again)).isEqualTo("done!");
            List<String> all = List.of("one", "two", "three");
            assertThat(again.ran).isEqualTo(all.subList(all.indexOf(step), 3));
        }
    }

    @Test
    void whatAStepRemembersIsThereAfterACrashAndOnlyForThatStep() {
        Script dies = new Script("one", "two").on("two", (q, c) -> {
            c.remember(PORT, 40022);
            throw new Crash();
        });
        assertThatThrownBy(() -> run(dies)).isInstanceOf(VivariumException.class);
        List<Object> recalled = new ArrayList<>();
        Script again = new Script("one", "two").on("two", (q, c) -> {
            recalled.add(c.recall(PORT).orElse(0));
            recalled.add(c.shared(PORT).isPresent());
        });
        resume(again);
        assertThat(recalled).containsExactly(40022, false);
    }

    @Test
    void aFailureUndoesTheLastStepFirst() {
        Script script = new Script("one", "two", "three").on("two", (q, c) -> {
            throw failure("x.failed");
        });
        assertThatThrownBy(() -> run(script)).isInstanceOfSatisfying(VivariumException.class, e -> {
            assertThat(e.code()).isEqualTo("x.failed");
            assertThat(e.kind()).isEqualTo(Kind.HYPERVISOR_FAULT);
            assertThat(e.logTail()).isEqualTo("the log's last line");
        });
        assertThat(script.ran).containsExactly("one", "two", "-two", "-one", "undone: x.failed");
    }

    @Test
    void aFailureThatTheRecipeKeepsUndoesNothing() {
        Script script = new Script("one", "two").keeping("two").on("two", (q, c) -> {
            throw failure("x.failed");
        });
        assertThatThrownBy(() -> run(script)).hasMessageContaining("it failed");
        assertThat(script.ran).containsExactly("one", "two", "kept: x.failed");
    }

    @Test
    void aCrashWhileUndoingGoesOnUndoing() {
        Script dies = new Script("one", "two")
                .on("two", (q, c) -> {
                    throw failure("x.failed");
                })
                .undo("one", (q, c) -> {
                    throw new Crash();
                });
        assertThatThrownBy(() -> run(dies)).isInstanceOf(VivariumException.class);
        Script again = new Script("one", "two");
        assertThatThrownBy(() -> resume(again))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("x.failed"));
        assertThat(again.ran).containsExactly("-one", "undone: x.failed");
    }

    @Test
    void anUndoThatFailsNeedsAnOperatorAndSaysTheCommand() {
        Script script = new Script("one")
                .on("one", (q, c) -> {
                    throw failure("x.failed");
                })
                .undo("one", (q, c) -> {
                    throw failure("x.stuck");
                });
        assertThatThrownBy(() -> run(script))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR))
                .hasMessageContaining("vivarium rm");
        try (Journal journal = new FileJournal(home.resolve(".local/share/vivarium/journal"))) {
            assertThat(journal.unfinished()).isEmpty();
        }
    }

    @Test
    void aMistakeOfOursIsTypedToo() {
        Script script = new Script("one").on("one", (q, c) -> {
            throw new IllegalStateException("oops");
        });
        assertThatThrownBy(() -> run(script))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERNAL))
                .hasMessageContaining("oops");
    }

    @Test
    void aCancelUndoesAndIsHeardInsideAWait() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        Script script = new Script("one", "two").on("two", (q, c) -> {
            waiting.countDown();
            c.pause(Duration.ofHours(1));
        });
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            Operation<String> operation = begin(script, operations);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            operation.cancel();
            assertThatThrownBy(operation::await)
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
        }
        assertThat(script.ran).containsExactly("one", "two", "-two", "-one", "undone: cancelled");
    }

    @Test
    void aCancelFromAnotherProcessIsHeard() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        Script script = new Script("one").on("one", (q, c) -> {
            waiting.countDown();
            c.pause(Duration.ofHours(1));
        });
        try (Installation here = installation();
                Operations operations = new Operations(here, List.of(script));
                Installation there = installation();
                Operations elsewhere = new Operations(there, List.of(script))) {
            Operation<String> operation = begin(script, operations);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            elsewhere.cancelAll(node);
            assertThatThrownBy(operation::await).hasMessageContaining("cancelled");
        }
    }

    @Test
    void closingLeavesTheWorkToTheNextProcess() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        Script script = new Script("one", "two").on("two", (q, c) -> {
            waiting.countDown();
            c.pause(Duration.ofHours(1));
        });
        Operation<String> operation;
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            operation = begin(script, operations);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThatThrownBy(operation::await).hasMessageContaining("goes on");
        Script again = new Script("one", "two");
        assertThat(resume(again)).isEqualTo("done!");
        assertThat(again.ran).containsExactly("two");
    }

    @Test
    void operationsOnANodeRunInTheOrderAccepted() {
        List<String> order = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        Script script = new Script("one").on("one", (q, c) -> {
            await(go);
            order.add(q.text());
        });
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            List<Operation<String>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(operations.accept(script, node, new Script.Request("" + i)));
            }
            go.countDown();
            all.forEach(Operation::await);
        }
        assertThat(order).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void whatAnotherProcessLeftIsFinishedBeforeSomethingNewBegins() {
        Script dies = new Script("one").on("one", (q, c) -> {
            throw new Crash();
        });
        assertThatThrownBy(() -> run(dies)).isInstanceOf(VivariumException.class);
        List<String> order = new ArrayList<>();
        Script again = new Script("one").on("one", (q, c) -> order.add(q.text()));
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(again))) {
            operations.accept(again, node, new Script.Request("new")).await();
        }
        assertThat(order).containsExactly("done", "new");
    }

    @Test
    void theSameRequestAgainIsTheSameOperation() {
        Script dies = new Script("one").on("one", (q, c) -> {
            throw new Crash();
        });
        assertThatThrownBy(() -> run(dies)).isInstanceOf(VivariumException.class);
        Script again = new Script("one");
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(again))) {
            assertThat(operations.resume(again, node, q -> q.text().equals("other")))
                    .isEmpty();
            assertThat(operations
                            .resume(again, node, q -> q.text().equals("done"))
                            .orElseThrow()
                            .await())
                    .isEqualTo("done!");
        }
        assertThat(again.ran).containsExactly("one");
    }

    @Test
    void twoProcessesDoNotWorkOnOneNodeAtOnce() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        Script first = new Script("one").on("one", (q, c) -> {
            inside.countDown();
            await(go);
            order.add("first");
        });
        Script second = new Script("two").on("two", (q, c) -> order.add("second"));
        CountDownLatch told = new CountDownLatch(1);
        try (Installation here = installation();
                Operations operations = new Operations(here, List.of(first));
                Installation there = installation();
                Operations elsewhere = new Operations(there, List.of(second))) {
            Operation<String> one = begin(first, operations);
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
            Operation<?> two = elsewhere.resume().get(0);
            two.onProgress(p -> {
                if (p.phase() == Progress.Phase.WAITING) {
                    told.countDown();
                }
            });
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            go.countDown();
            assertThat(one.await()).isEqualTo("done!");
            assertThat(two.await()).as("the same operation, ended elsewhere").isEqualTo("done!");
        }
        assertThat(order).containsExactly("first");
    }

    @Test
    void aLateListenerHearsWhatHappened() {
        Script script = new Script("one", "two");
        List<String> heard = new ArrayList<>();
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            Operation<String> operation = begin(script, operations);
            operation.await();
            operation.onProgress(p -> heard.add(p.step() + " " + p.phase()));
        }
        assertThat(heard)
                .containsExactly(
                        "one STEP_STARTED", "one STEP_FINISHED", "two STEP_STARTED", "two STEP_FINISHED", " ENDED");
    }

    @Test
    void aStepThatThisReleaseDoesNotKnowNeedsAnOperator() {
        Script dies = new Script("one", "old").on("one", (q, c) -> {
            throw new Crash();
        });
        assertThatThrownBy(() -> run(dies)).isInstanceOf(VivariumException.class);
        assertThatThrownBy(() -> resume(new Script("one", "new")))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
