package dev.vivarium.qemu.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong now = new AtomicLong(5_000_000_000L);
    private final AtomicLong activity = new AtomicLong();
    private final AtomicInteger slices = new AtomicInteger();
    private final Patience patience =
            new Patience(Duration.ofSeconds(10), activity::get, slices::incrementAndGet, now::get);

    private void after(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void activityStartsTheLimitAnew() {
        for (int i = 0; i < 100; i++) {
            after(9);
            activity.incrementAndGet();
            patience.check("a job");
        }
        assertThat(slices).hasValue(100);
        after(9);
        patience.check("a job");
        after(1);
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> patience.check("a job"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .withMessageContaining("a job")
                .withMessageContaining("10 s");
    }

    @Test
    void waitsInSlicesAndNotPastTheLimit() {
        assertThat(patience.nextSliceMillis("it")).isEqualTo(Patience.SLICE.toMillis());
        now.addAndGet(Duration.ofMillis(9_950).toNanos());
        assertThat(patience.nextSliceMillis("it")).isEqualTo(50);
        now.addAndGet(Duration.ofMillis(49).plusNanos(999_999).toNanos());
        assertThat(patience.nextSliceMillis("it")).isEqualTo(1);
    }

    @Test
    void whatEachSliceThrowsEndsTheWait() {
        Patience cancelled = Patience.whileMoving(Duration.ofSeconds(10), () -> 0, () -> {
            throw new VivariumException(Kind.CANCELLED, "work.cancelled", "cancelled");
        });
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> cancelled.check("it"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
    }
}
