package dev.vivarium.service.sessions;

import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A changed copy of a {@link SessionRecord} in the making. */
final class SessionEdit {
    private final SessionRecord from;
    private SessionTerms terms;
    private SessionState state;
    private Optional<OperationId> operation;
    private boolean prepared;
    private boolean endRequested;
    private Optional<SnapshotId> startedFrom;
    private Optional<Instant> startedAt;
    private Optional<Instant> endedAt;
    private final List<String> warnings;
    private Optional<String> reason;

    SessionEdit(SessionRecord from) {
        this.from = from;
        this.terms = from.terms();
        this.state = from.state();
        this.operation = from.operation();
        this.prepared = from.prepared();
        this.endRequested = from.endRequested();
        this.startedFrom = from.startedFrom();
        this.startedAt = from.startedAt();
        this.endedAt = from.endedAt();
        this.warnings = new ArrayList<>(from.warnings());
        this.reason = from.reason();
    }

    SessionEdit operation(OperationId id) {
        this.operation = Optional.of(id);
        return this;
    }

    /** What comes before it is done. */
    SessionEdit prepared(Optional<SnapshotId> snapshot) {
        this.prepared = true;
        this.startedFrom = snapshot;
        return this;
    }

    SessionEdit open(Instant now) {
        this.state = SessionState.OPEN;
        this.startedAt = Optional.of(now);
        return this;
    }

    SessionEdit ending() {
        this.state = SessionState.ENDING;
        return this;
    }

    SessionEdit wantedToEnd(Optional<AfterSession> after) {
        this.endRequested = true;
        this.terms = after.map(terms::after).orElse(terms);
        return this;
    }

    SessionEdit ended(Instant now) {
        this.state = SessionState.ENDED;
        this.endedAt = Optional.of(now);
        return this;
    }

    SessionEdit blocked(String why, Instant now) {
        this.state = SessionState.BLOCKED;
        this.endedAt = Optional.of(now);
        this.reason = Optional.of(why);
        return this;
    }

    SessionEdit warnings(List<String> more) {
        this.warnings.addAll(more);
        return this;
    }

    SessionRecord done() {
        return new SessionRecord(
                from.id(),
                from.node(),
                from.policy(),
                terms,
                state,
                from.requestedAt(),
                from.opensAt(),
                operation,
                prepared,
                endRequested,
                startedFrom,
                startedAt,
                endedAt,
                warnings,
                reason);
    }
}
