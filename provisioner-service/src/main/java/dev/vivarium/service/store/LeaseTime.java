package dev.vivarium.service.store;

import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** The time by which leases run out: the database's, or that of a given clock. */
record LeaseTime(Dialect dialect, Optional<Clock> clock) {

    /** An expression of the present time, in milliseconds; {@link #bind} belongs to each statement that has it. */
    String now() {
        return clock.isPresent() ? ":lease_now" : dialect.nowMillis();
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return clock.map(c -> statement.bind("lease_now", c.millis())).orElse(statement);
    }
}
