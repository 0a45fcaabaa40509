package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.Probe;
import dev.vivarium.core.guest.Asking;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.VivariumException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One answer, and how long it took. */
final class Sampling {
    private Sampling() {}

    /** Asks once within the limit. The journal keeps the beginning of the answer, and the digest of the whole. */
    static ProbeReport.Sample sample(GuestSession guest, Probe probe, Duration limit, Clock clock) {
        Instant began = clock.instant();
        try {
            Asking.Answer answer = Asking.ask(guest, probe.port(), probe.path(), probe.prompt(), limit);
            String text = answer.text();
            return new ProbeReport.Sample(
                    Duration.between(began, clock.instant()),
                    Printable.line(text),
                    Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString(),
                    text.codePointCount(0, text.length()),
                    answer.tokens(),
                    Optional.empty());
        } catch (VivariumException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw e;
            }
            Duration took = Duration.between(began, clock.instant());
            return new ProbeReport.Sample(took, "", "", 0, Optional.empty(), Optional.of(Printable.line(e.message())));
        }
    }
}
