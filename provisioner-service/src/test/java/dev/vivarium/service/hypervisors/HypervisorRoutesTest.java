package dev.vivarium.service.hypervisors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.HostResources;
import dev.vivarium.core.model.Kind;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.fixture.Waiting;
import dev.vivarium.service.watch.Lookouts;
import dev.vivarium.service.watch.Watch;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.faults.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hypervisor has, and what the watch says of it. */
@Timeout(60)
class HypervisorRoutesTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    /** Whose own watch looks once, and then not for a day. */
    private ServiceUnderTest watchedOnce() {
        ServiceUnderTest service =
                ServiceUnderTest.in(directory, config -> config.watching(Duration.ofDays(1), Duration.ZERO));
        Waiting.until(
                "the first look",
                () -> !service.client()
                        .get("/v1/hypervisors/local")
                        .at("/watch/lookedAt")
                        .isEmpty());
        return service;
    }

    @Test
    void itsCapacityIsToldAsFarAsItTells() {
        try (ServiceUnderTest service =
                ServiceUnderTest.in(directory, config -> config.watching(Duration.ofDays(1), Duration.ZERO))) {
            service.server()
                    .resources(new HostResources(
                            Optional.of(48), Optional.of(98_304L), Optional.empty(), Optional.of(777L)));
            Answer told = service.client().get("/v1/hypervisors/local");
            assertThat(told.at("/capacity/cores")).isEqualTo("48");
            assertThat(told.at("/capacity/memoryMiB")).isEqualTo("98304");
            assertThat(told.json().at("/capacity").has("freeMemoryMiB")).isFalse();
            assertThat(told.at("/capacity/freeDiskMiB")).isEqualTo("777");
        }
    }

    @Test
    void itSaysWhatTheWatchSawLast() {
        try (ServiceUnderTest service = watchedOnce()) {
            VirtualClock clock = new VirtualClock(THEN);
            Lookouts lookouts = new Lookouts(
                    service.service().database(), new Events(service.service().database(), clock), clock);
            Watch watch = new Watch(service.service().vivarium(), lookouts, Duration.ofSeconds(30), clock);
            watch.look("local");
            Answer up = service.client().get("/v1/hypervisors/local");
            assertThat(up.at("/watch/state")).isEqualTo("up");
            assertThat(up.at("/watch/reconciledAt")).isEqualTo(THEN.toString());

            clock.advance(Duration.ofMinutes(1));
            service.server()
                    .faults()
                    .always("machines", Fault.throwing(Kind.UNAVAILABLE, "simulated.down", "нет связи"));
            watch.look("local");
            Answer down = service.client().get("/v1/hypervisors/local");
            assertThat(down.at("/watch/state")).isEqualTo("down");
            assertThat(down.at("/watch/since")).isEqualTo(THEN.plusSeconds(60).toString());
            assertThat(down.at("/watch/reconciledAt")).isEqualTo(THEN.toString());
            assertThat(down.at("/watch/problem")).contains("нет связи");
        }
    }
}
