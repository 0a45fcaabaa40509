package dev.vivarium.service.sessions;

import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session on the wire. */
public record SessionBody(
        String id,
        String node,
        SessionState state,
        Before before,
        AfterSession after,
        OnFailure onFailure,
        Optional<Duration> endsAfter,
        Optional<String> startedFrom,
        Optional<String> operation,
        Optional<String> policy,
        Optional<List<String>> warnings,
        Optional<String> reason,
        Optional<Map<String, String>> labels,
        Instant requestedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endsAt,
        Optional<Instant> endedAt) {

    /** What this one is. */
    public static SessionBody of(SessionRecord session) {
        return new SessionBody(
                session.id().toString(),
                session.node().toString(),
                session.state(),
                session.terms().before(),
                session.terms().after(),
                session.terms().onFailure(),
                session.terms().endsAfter(),
                session.startedFrom().map(SnapshotId::toString),
                session.operation().map(OperationId::toString),
                session.policy().map(p -> p.id().toString()),
                Optional.of(session.warnings()).filter(w -> !w.isEmpty()),
                session.reason(),
                Optional.of(session.terms().labels()).filter(l -> !l.isEmpty()),
                session.requestedAt(),
                session.startedAt(),
                session.endsAt(),
                session.endedAt());
    }
}
