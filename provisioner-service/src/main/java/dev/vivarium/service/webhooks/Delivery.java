package dev.vivarium.service.webhooks;

import dev.vivarium.service.events.EventType;
import java.time.Instant;
import java.util.Optional;

/**
 * One event on its way to one webhook, as it is shown.
 *
 * @param id grows
 * @param event what happened
 * @param state whether it arrived
 * @param attempts how often it was sent
 * @param status of the last answer
 * @param problem why the last attempt failed
 * @param createdAt when it happened
 * @param nextAttemptAt when it is sent again
 */
public record Delivery(
        long id,
        EventType event,
        State state,
        int attempts,
        Optional<Integer> status,
        Optional<String> problem,
        Instant createdAt,
        Optional<Instant> nextAttemptAt) {

    /** How far it is. */
    public enum State {
        /** It will be sent, or sent again. */
        WAITING,
        /** The receiver said that it has it. */
        DONE,
        /** It was sent for a day in vain. */
        GIVEN_UP
    }
}
