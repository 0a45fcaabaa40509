package dev.vivarium.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OperationsTest extends AtScriptHome {
    @Test
    void stepsRunInOrderAndTheResultIsTold() {
        Script script = new Script("one", "two");
        assertThat(home().run(script)).isEqualTo("done!");
        assertThat(script.ran).containsExactly("one", "two");
    }

    @Test
    void aFailureUndoesTheLastStepFirst() {
        Script script = new Script("one", "two", "three").on("two", (q, c) -> {
            throw ScriptHome.failure("x.failed");
        });
        assertThatThrownBy(() -> home().run(script)).isInstanceOfSatisfying(VivariumException.class, e -> {
            assertThat(e.code()).isEqualTo("x.failed");
            assertThat(e.kind()).isEqualTo(Kind.HYPERVISOR_FAULT);
            assertThat(e.logTail()).isEqualTo("the log's last line");
        });
        assertThat(script.ran).containsExactly("one", "two", "-two", "-one", "undone: x.failed");
    }

    @Test
    void aFailureThatTheRecipeKeepsUndoesNothing() {
        Script script = new Script("one", "two").keeping("two").on("two", (q, c) -> {
            throw ScriptHome.failure("x.failed");
        });
        assertThatThrownBy(() -> home().run(script)).hasMessageContaining("it failed");
        assertThat(script.ran).containsExactly("one", "two", "kept: x.failed");
    }

    @Test
    void anUndoThatFailsNeedsAnOperatorAndSaysTheCommand() {
        Script script = new Script("one")
                .on("one", (q, c) -> {
                    throw ScriptHome.failure("x.failed");
                })
                .undo("one", (q, c) -> {
                    throw ScriptHome.failure("x.stuck");
                });
        assertThatThrownBy(() -> home().run(script))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR))
                .hasMessageContaining("vivarium rm");
        try (Journal journal = new FileJournal(home().journal())) {
            assertThat(journal.unfinished()).isEmpty();
        }
    }

    @Test
    void aMistakeOfOursIsTypedToo() {
        Script script = new Script("one").on("one", (q, c) -> {
            throw new IllegalStateException("oops");
        });
        assertThatThrownBy(() -> home().run(script))
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
        try (Installation installation = home().installation();
                Operations operations = new Operations(installation, List.of(script))) {
            Operation<String> operation = home().begin(script, operations);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            operation.cancel();
            assertThatThrownBy(operation::await)
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
        }
        assertThat(script.ran).containsExactly("one", "two", "-two", "-one", "undone: cancelled");
    }

    @Test
    void operationsOnANodeRunInTheOrderAccepted() {
        List<String> order = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        Script script = new Script("one").on("one", (q, c) -> {
            ScriptHome.await(go);
            order.add(q.text());
        });
        try (Installation installation = home().installation();
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
    void aLateListenerHearsWhatHappened() {
        Script script = new Script("one", "two");
        List<String> heard = new ArrayList<>();
        try (Installation installation = home().installation();
                Operations operations = new Operations(installation, List.of(script))) {
            Operation<String> operation = home().begin(script, operations);
            operation.await();
            operation.onProgress(p -> heard.add(p.step() + " " + p.phase()));
        }
        assertThat(heard)
                .containsExactly(
                        "one STEP_STARTED", "one STEP_FINISHED", "two STEP_STARTED", "two STEP_FINISHED", " ENDED");
    }
}
