package dev.vivarium.service.policies;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A policy as it is stored.
 *
 * @param id its identity
 * @param spec what was written
 * @param createdAt when it was made
 * @param changedAt when it was last written
 * @param decidedUntil up to which due time it is decided what runs
 * @param current the run that is being begun on one node after another
 */
public record PolicyRecord(
        UUID id,
        PolicySpec spec,
        Instant createdAt,
        Instant changedAt,
        Instant decidedUntil,
        Optional<Current> current) {

    /**
     * A run that is being begun.
     *
     * @param dueAt its due time
     * @param note why it is late, if it is
     * @param after the last node on which it was begun
     */
    public record Current(Instant dueAt, Optional<String> note, Optional<String> after) {}

    PolicyRecord decided(Instant until) {
        return new PolicyRecord(id, spec, createdAt, changedAt, until, current);
    }

    PolicyRecord current(Optional<Current> run) {
        return new PolicyRecord(id, spec, createdAt, changedAt, decidedUntil, run);
    }

    /** Written anew: what comes from now on is decided by the new schedule. */
    PolicyRecord spec(PolicySpec other, Instant now) {
        return new PolicyRecord(id, other, createdAt, now, now, current);
    }
}
