package dev.vivarium.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Faults faults = new Faults();
    private final RecordingWork work = new RecordingWork();

    @Test
    void faultsAreUsedUpInTheirOrder() {
        faults.at("start.before", Fault.throwing(Kind.CAPACITY, "test.full", "full"), Fault.crash());
        assertThat(failureAt("start.before").code()).isEqualTo("test.full");
        assertThatThrownBy(() -> faults.reach("start.before", work)).isInstanceOf(Crash.class);
        assertThat(faults.reach("start.before", work)).isFalse();
        assertThat(faults.visited()).containsExactly("start.before");
    }

    @Test
    void someFaultsStay() {
        faults.always("find", Fault.staleRead());
        assertThat(faults.reach("find", work)).isTrue();
        assertThat(faults.reach("find", work)).isTrue();
        assertThat(faults.reach("machines", work)).isFalse();
        faults.clear();
        assertThat(faults.reach("find", work)).isFalse();
    }

    @Test
    void lostReplyIsUnavailable() {
        faults.at("start.after", Fault.dropReply());
        assertThat(failureAt("start.after").kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void delayWaitsOnTheClockOfTheWork() {
        faults.at("start.before", Fault.delay(Duration.ofMinutes(5)));
        faults.reach("start.before", work);
        assertThat(work.waited()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void crashAtAnyVisit() {
        faults.reach("one", work);
        faults.crashAtVisit(1);
        faults.reach("two", work);
        assertThatThrownBy(() -> faults.reach("three", work))
                .isInstanceOf(Crash.class)
                .hasMessageContaining("three");
        faults.reach("four", work);
    }

    @Test
    void hangEndsWhenReleased() throws InterruptedException, ExecutionException, TimeoutException {
        Fault.Hang hang = Fault.hang();
        faults.at("start.before", hang);
        CompletableFuture<Boolean> standing = CompletableFuture.supplyAsync(() -> faults.reach("start.before", work));
        hang.awaitReached();
        assertThat(standing).isNotDone();
        hang.release();
        assertThat(standing.get(1, TimeUnit.MINUTES)).isFalse();
    }

    @Test
    void hangEndsWhenCancelled() throws InterruptedException, ExecutionException, TimeoutException {
        Fault.Hang hang = Fault.hang();
        faults.at("start.before", hang);
        CompletableFuture<VivariumException> standing = CompletableFuture.supplyAsync(() -> failureAt("start.before"));
        hang.awaitReached();
        work.cancel();
        assertThat(standing.get(1, TimeUnit.MINUTES).kind()).isEqualTo(Kind.CANCELLED);
    }

    private VivariumException failureAt(String point) {
        return catchThrowableOfType(VivariumException.class, () -> faults.reach(point, work));
    }
}
