package dev.vivarium.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one process began and another one goes on with. */
@Timeout(60)
class OperationsAcrossProcessesTest extends AtScriptHome {
    private static final Key<Integer> PORT = Key.of("test.port", Integer.class);

    @Test
    void aCrashInAnyStepIsGoneOnWithWhereItWas() {
        for (String step : List.of("one", "two", "three")) {
            Script dies = new Script("one", "two", "three").on(step, (q, c) -> {
                throw new ScriptHome.Crash();
            });
            assertThatThrownBy(() -> home().run(dies)).isInstanceOf(VivariumException.class);
            Script again = new Script("one", "two", "three");
            assertThat(home().resume(again)).isEqualTo("done!");
            List<String> all = List.of("one", "two", "three");
            assertThat(again.ran).isEqualTo(all.subList(all.indexOf(step), 3));
        }
    }

    @Test
    void whatAStepRemembersIsThereAfterACrashAndOnlyForThatStep() {
        Script dies = new Script("one", "two").on("two", (q, c) -> {
            c.remember(PORT, 40022);
            throw new ScriptHome.Crash();
        });
        assertThatThrownBy(() -> home().run(dies)).isInstanceOf(VivariumException.class);
        List<Object> recalled = new ArrayList<>();
        Script again = new Script("one", "two").on("two", (q, c) -> {
            recalled.add(c.recall(PORT).orElse(0));
            recalled.add(c.shared(PORT).isPresent());
        });
        home().resume(again);
        assertThat(recalled).containsExactly(40022, false);
    }

    @Test
    void aCrashWhileUndoingGoesOnUndoing() {
        Script dies = new Script("one", "two")
                .on("two", (q, c) -> {
                    throw ScriptHome.failure("x.failed");
                })
                .undo("one", (q, c) -> {
                    throw new ScriptHome.Crash();
                });
        assertThatThrownBy(() -> home().run(dies)).isInstanceOf(VivariumException.class);
        Script again = new Script("one", "two");
        assertThatThrownBy(() -> home().resume(again))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("x.failed"));
        assertThat(again.ran).containsExactly("-one", "undone: x.failed");
    }

    @Test
    void aCancelFromAnotherProcessIsHeard() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        Script script = new Script("one").on("one", (q, c) -> {
            waiting.countDown();
            c.pause(Duration.ofHours(1));
        });
        try (Installation here = home().installation();
                Operations operations = new Operations(here, List.of(script));
                Installation there = home().installation();
                Operations elsewhere = new Operations(there, List.of(script))) {
            Operation<String> operation = home().begin(script, operations);
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
        try (Installation installation = home().installation();
                Operations operations = new Operations(installation, List.of(script))) {
            operation = home().begin(script, operations);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThatThrownBy(operation::await).hasMessageContaining("goes on");
        Script again = new Script("one", "two");
        assertThat(home().resume(again)).isEqualTo("done!");
        assertThat(again.ran).containsExactly("two");
    }

    @Test
    void whatAnotherProcessLeftIsFinishedBeforeSomethingNewBegins() {
        Script dies = new Script("one").on("one", (q, c) -> {
            throw new ScriptHome.Crash();
        });
        assertThatThrownBy(() -> home().run(dies)).isInstanceOf(VivariumException.class);
        List<String> order = new ArrayList<>();
        Script again = new Script("one").on("one", (q, c) -> order.add(q.text()));
        try (Installation installation = home().installation();
                Operations operations = new Operations(installation, List.of(again))) {
            operations.accept(again, node, new Script.Request("new")).await();
        }
        assertThat(order).containsExactly("done", "new");
    }

    @Test
    void theSameRequestAgainIsTheSameOperation() {
        Script dies = new Script("one").on("one", (q, c) -> {
            throw new ScriptHome.Crash();
        });
        assertThatThrownBy(() -> home().run(dies)).isInstanceOf(VivariumException.class);
        Script again = new Script("one");
        try (Installation installation = home().installation();
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
            ScriptHome.await(go);
            order.add("first");
        });
        Script second = new Script("two").on("two", (q, c) -> order.add("second"));
        CountDownLatch told = new CountDownLatch(1);
        try (Installation here = home().installation();
                Operations operations = new Operations(here, List.of(first));
                Installation there = home().installation();
                Operations elsewhere = new Operations(there, List.of(second))) {
            Operation<String> one = home().begin(first, operations);
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
    void aStepThatThisReleaseDoesNotKnowIsRefusedAndNothingIsChanged() {
        Script dies = new Script("one", "old").on("old", (q, c) -> {
            throw new ScriptHome.Crash();
        });
        assertThatThrownBy(() -> home().run(dies)).isInstanceOf(VivariumException.class);
        Script newer = new Script("one", "new");
        for (int look = 0; look < 2; look++) {
            assertThatThrownBy(() -> home().resume(newer))
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR))
                    .hasMessageContaining("'old'")
                    .hasMessageContaining("vivarium rm");
        }
        assertThatThrownBy(() -> home().run(newer)).hasMessageContaining("release that began it");
        assertThat(newer.ran).isEmpty();
        Script same = new Script("one", "old");
        assertThat(home().resume(same)).as("the release that began it").isEqualTo("done!");
        assertThat(same.ran).containsExactly("old");
    }

    @Test
    void aRecipeThatThisReleaseDoesNotKnowIsLeftAloneUntilTheNodeIsRemoved() {
        assertThatThrownBy(() -> home().run(new Script("one").on("one", (q, c) -> {
                    throw new ScriptHome.Crash();
                })))
                .isInstanceOf(VivariumException.class);
        DeleteNode delete = deleteNode();
        try (Installation installation = home().installation();
                Operations operations = new Operations(installation, List.of(delete))) {
            assertThatThrownBy(() -> operations.accept(delete, node, new DeleteNode.Request(node)))
                    .hasMessageContaining("'script'");
            operations.cancelAll(node);
            assertThat(operations
                            .accept(delete, node, new DeleteNode.Request(node))
                            .await())
                    .isEqualTo(node);
            assertThat(installation.journal().unfinished()).isEmpty();
        }
    }

    private DeleteNode deleteNode() {
        try (Installation installation = home().installation()) {
            return new DeleteNode(installation);
        }
    }

    @Test
    void whoeverWaitsIsToldForWhom() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Script first = new Script("one").on("one", (q, c) -> {
            inside.countDown();
            ScriptHome.await(go);
        });
        try (Installation here = home().installation();
                Operations operations = new Operations(here, List.of(first));
                Installation there = home().installation();
                Operations elsewhere = new Operations(there, List.of(first))) {
            Operation<String> one = home().begin(first, operations);
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
            elsewhere.resume().get(0).onProgress(p -> {
                if (p.what().contains("process " + ProcessHandle.current().pid() + " has worked on it since")) {
                    told.countDown();
                }
            });
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            go.countDown();
            one.await();
        }
    }
}
