package dev.vivarium.service.events;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Something that happened: what listeners and webhooks are told, as it is on the wire.
 *
 * @param id grows; 0 until it is written down
 * @param type what
 * @param at when
 * @param node about which node
 * @param nodeName its name
 * @param operation about which operation
 * @param session about which session
 * @param kind the operation's kind
 * @param phase what happened in the operation
 * @param step the step's name
 * @param stepIndex which step, from 1
 * @param stepCount of how many
 * @param fraction how far the step is, 0 to 1
 * @param text for people
 * @param state what operation, node or session is now
 */
public record Event(
        long id,
        EventType type,
        Instant at,
        Optional<String> node,
        Optional<String> nodeName,
        Optional<String> operation,
        Optional<String> session,
        Optional<String> kind,
        Optional<String> phase,
        Optional<String> step,
        OptionalInt stepIndex,
        OptionalInt stepCount,
        OptionalDouble fraction,
        Optional<String> text,
        Optional<String> state) {

    /** One of which nothing else is known. */
    public static Event of(EventType type) {
        return new Draft(type).event();
    }

    /** Begins one about a node. */
    public static Draft about(EventType type, Node node) {
        return new Draft(type).node(node.id()).nodeName(node.spec().name());
    }

    /** Begins one. */
    public static Draft draft(EventType type) {
        return new Draft(type);
    }

    /** The same, as it was written down. */
    Event written(long newId, Instant when) {
        return new Event(
                newId, type, when, node, nodeName, operation, session, kind, phase, step, stepIndex, stepCount,
                fraction, text, state);
    }

    /** An event in the making. */
    public static final class Draft {
        private final EventType type;
        private Optional<String> node = Optional.empty();
        private Optional<String> nodeName = Optional.empty();
        private Optional<String> operation = Optional.empty();
        private Optional<String> session = Optional.empty();
        private Optional<String> kind = Optional.empty();
        private Optional<String> phase = Optional.empty();
        private Optional<String> step = Optional.empty();
        private OptionalInt stepIndex = OptionalInt.empty();
        private OptionalInt stepCount = OptionalInt.empty();
        private OptionalDouble fraction = OptionalDouble.empty();
        private Optional<String> text = Optional.empty();
        private Optional<String> state = Optional.empty();

        private Draft(EventType type) {
            this.type = type;
        }

        /** About this node. */
        public Draft node(NodeId value) {
            node = Optional.of(value.toString());
            return this;
        }

        /** Of this name. */
        public Draft nodeName(String value) {
            nodeName = Optional.of(value);
            return this;
        }

        /** About this operation. */
        public Draft operation(OperationId value, String ofKind) {
            operation = Optional.of(value.toString());
            kind = Optional.of(ofKind);
            return this;
        }

        /** About this session. */
        public Draft session(String value) {
            session = Optional.of(value);
            return this;
        }

        /** At this step of so many. */
        public Draft step(String phaseName, String name, int index, int count) {
            phase = Optional.of(phaseName);
            if (!name.isEmpty()) {
                step = Optional.of(name);
                stepIndex = OptionalInt.of(index);
            }
            stepCount = OptionalInt.of(count);
            return this;
        }

        /** So far; negative if nobody knows. */
        public Draft fraction(double value) {
            fraction = value < 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, value));
            return this;
        }

        /** In words. */
        public Draft text(String value) {
            text = value.isEmpty() ? Optional.empty() : Optional.of(value);
            return this;
        }

        /** What it is now. */
        public Draft state(String value) {
            state = Optional.of(value);
            return this;
        }

        /** The event. */
        public Event event() {
            return at(0, Instant.EPOCH);
        }

        /** The event with its id and time. */
        public Event at(long id, Instant when) {
            return new Event(
                    id, type, when, node, nodeName, operation, session, kind, phase, step, stepIndex, stepCount,
                    fraction, text, state);
        }
    }
}
