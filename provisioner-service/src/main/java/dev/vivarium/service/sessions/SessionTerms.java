package dev.vivarium.service.sessions;

import dev.vivarium.core.model.Labels;
import dev.vivarium.core.session.SessionPolicy;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What was said when a session was asked for.
 *
 * @param before what happens first
 * @param after what happens when it ends
 * @param onFailure whether it may start without what should come first
 * @param endsAfter it ends by itself so long after it started
 * @param staysOpen false if the node is only prepared: then it is over as soon as it could start
 * @param zone whose clock names the snapshots
 * @param labels for people and programs
 */
public record SessionTerms(
        Before before,
        AfterSession after,
        OnFailure onFailure,
        Optional<Duration> endsAfter,
        boolean staysOpen,
        String zone,
        Map<String, String> labels) {
    private static final Duration LONGEST = Duration.ofDays(3660);

    /** @throws IllegalArgumentException with what does not fit together */
    public SessionTerms {
        labels = Labels.checked(labels);
        if (endsAfter
                .filter(d -> d.isNegative() || d.isZero() || d.compareTo(LONGEST) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("endsAfter is a time such as PT2H, of at most ten years");
        }
        if (after == AfterSession.ROLLBACK && before.nothing().isPresent()) {
            throw new IllegalArgumentException(
                    "after is rollback and before is nothing, so there would be no snapshot to go back to");
        }
        if (!staysOpen && (endsAfter.isPresent() || after != AfterSession.KEEP)) {
            throw new IllegalArgumentException("endsAfter and after are about a session, and session is false");
        }
    }

    /** For the decisions. */
    SessionPolicy policy() {
        return new SessionPolicy(before.decision(), after, onFailure, ZoneId.of(zone));
    }

    /** The same with another end. */
    SessionTerms after(AfterSession other) {
        return new SessionTerms(before, other, onFailure, endsAfter, staysOpen, zone, labels);
    }
}
