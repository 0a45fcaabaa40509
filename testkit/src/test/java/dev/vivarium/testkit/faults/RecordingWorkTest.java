package dev.vivarium.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.testkit.faults.RecordingWork.Moment;
import dev.vivarium.testkit.faults.RecordingWork.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RecordingWorkTest {
    private static final Key<String> NAME = Key.of("test.name", String.class);
    private static final Key<Ports> PORTS = Key.of("test.ports", Ports.class);
    private static final Key<NodeId> NODE = Key.of("test.node", NodeId.class);

    record Ports(int ssh, List<Integer> others, Map<String, String> names) {}

    @Test
    void whatIsRememberedIsRecalledByTheNextProcess() {
        RecordingWork work = new RecordingWork();
        Ports ports = new Ports(2222, List.of(8080), Map.of("имя", "муза"));
        NodeId node = NodeId.random();
        work.remember(PORTS, ports);
        work.remember(NODE, node);
        assertThat(work.again().recall(PORTS)).contains(ports);
        assertThat(work.again().recall(NODE)).contains(node);
        assertThat(work.recall(NAME)).isEmpty();
        assertThat(work.remembers()).isEqualTo(2);
        assertThat(work.journal().lines()).containsEntry("test.node", "\"" + node + "\"");
    }

    @Test
    void diesBeforeOrAfterTheStore() {
        RecordingWork before = new RecordingWork().crashAt(1, Moment.BEFORE);
        before.remember(NAME, "first");
        assertThatThrownBy(() -> before.remember(NAME, "second"))
                .isInstanceOf(Crash.class)
                .hasMessageContaining("remember 1 (test.name)");
        assertThat(before.again().recall(NAME)).contains("first");

        RecordingWork after = new RecordingWork().crashAt(0, Moment.AFTER);
        assertThatThrownBy(() -> after.remember(NAME, "first")).isInstanceOf(Crash.class);
        RecordingWork next = after.again();
        assertThat(next.recall(NAME)).contains("first");
        next.remember(NAME, "and lives");
    }

    @Test
    void valueThatIsNotTheSameAfterJsonFailsAtOnce() {
        Key<Object> loose = Key.of("test.loose", Object.class);
        RecordingWork work = new RecordingWork();
        assertThatThrownBy(() -> work.remember(loose, new Ports(1, List.of(), Map.of())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("test.loose");
    }

    @Test
    void virtualWaitsTakeNoTime() {
        RecordingWork work = new RecordingWork();
        work.pause(Duration.ofHours(20));
        work.pause(Duration.ofHours(3));
        assertThat(work.waited()).isEqualTo(Duration.ofHours(23));
        assertThatThrownBy(() -> work.pause(Duration.ofHours(2))).isInstanceOf(AssertionError.class);
    }

    @Test
    void cancelledAtAnyCheck() {
        RecordingWork work = new RecordingWork().cancelAt(1);
        work.checkCancelled();
        VivariumException e = catchThrowableOfType(VivariumException.class, () -> work.pause(Duration.ofMillis(1)));
        assertThat(e.kind()).isEqualTo(Kind.CANCELLED);
        assertThatThrownBy(work::checkCancelled).isInstanceOf(VivariumException.class);
        assertThat(work.checks()).isEqualTo(3);
        work.again().checkCancelled();
    }

    @Test
    void realWaitEndsWhenCancelled() throws InterruptedException, ExecutionException, TimeoutException {
        RecordingWork work = RecordingWork.inRealTime();
        work.pause(Duration.ofMillis(1));
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<VivariumException> waiter = CompletableFuture.supplyAsync(() -> {
            waiting.countDown();
            return catchThrowableOfType(VivariumException.class, () -> work.pause(Duration.ofHours(1)));
        });
        waiting.await();
        work.cancel();
        assertThat(waiter.get(1, TimeUnit.MINUTES).kind()).isEqualTo(Kind.CANCELLED);
    }

    @Test
    void progressIsKept() {
        RecordingWork work = new RecordingWork();
        work.progress(0.5, "половина");
        assertThat(work.progress()).containsExactly(new Progress(0.5, "половина"));
    }
}
