package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Event;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.OperationState;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Durable, observable, cancellable work. */
public final class Operations {
    private final Requests requests;

    Operations(Requests requests) {
        this.requests = requests;
    }

    /** Which operations. */
    public record Filter(Optional<UUID> node, Optional<OperationState> state, Optional<String> kind) {
        /** All. */
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());

        /** Those on this node. */
        public static Filter on(UUID node) {
            return new Filter(Optional.of(node), Optional.empty(), Optional.empty());
        }
    }

    /** Newest first. */
    public Listing<Operation> list(Filter filter) {
        return new Listing<>(
                requests,
                () -> Call.get("/v1/operations")
                        .query("node", filter.node())
                        .query("state", filter.state().map(Queries::word))
                        .query("kind", filter.kind())
                        .answersPageOf(Operation.class));
    }

    /** An operation with its steps, progress and the tail of its log. */
    public Operation get(UUID operation) {
        return requests.send(Call.get("/v1/operations/{}", operation).answers(Operation.class));
    }

    /** The same with its ETag. */
    public Tagged<Operation> tagged(UUID operation) {
        return requests.tagged(Call.get("/v1/operations/{}", operation).answers(Operation.class));
    }

    /** Asks it to stop and to undo what can be undone. */
    public Operation cancel(UUID operation) {
        return requests.send(Call.once("DELETE", "/v1/operations/{}", operation).answers(Operation.class));
    }

    /**
     * Waits until it ends, and says what happens meanwhile, from its beginning on. A connection that is lost is made anew.
     *
     * @return the operation as it ended, whichever way
     * @throws ServiceException if the service cannot be reached for longer than the client is patient; the operation goes on
     */
    public Operation follow(UUID operation, Consumer<? super Event> listener) {
        EventStream events = new EventStream(requests.exchange(), "/v1/operations/" + operation + "/events", -1);
        Tries tries = requests.exchange().patientTries();
        while (true) {
            events.read(event -> {
                listener.accept(event);
                tries.succeeded();
                return true;
            });
            Operation now = get(operation);
            if (now.state().isEnd()) {
                return now;
            }
            tries.waitAfter(ServiceException.ours(
                    ErrorKind.UNAVAILABLE,
                    "unreachable",
                    "the service ends the stream of events of an operation that goes on",
                    null));
        }
    }

    /**
     * What happens to all nodes, after this event, until that says no more.
     *
     * @param after the last event that was seen; 0 for all that are kept
     */
    public void events(long after, Predicate<? super Event> more) {
        EventStream events = new EventStream(requests.exchange(), "/v1/events", after == 0 ? -1 : after);
        Tries tries = requests.exchange().patientTries();
        while (events.read(event -> {
            tries.succeeded();
            return more.test(event);
        })) {
            tries.waitAfter(ServiceException.ours(
                    ErrorKind.UNAVAILABLE,
                    "unreachable",
                    "the service ends its stream of events again and again",
                    null));
        }
    }
}
