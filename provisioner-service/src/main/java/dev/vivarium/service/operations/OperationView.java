package dev.vivarium.service.operations;

import dev.vivarium.core.engine.PullImage;
import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.service.operations.OperationBody.ErrorBody;
import dev.vivarium.service.operations.OperationBody.ProgressBody;
import dev.vivarium.service.operations.OperationBody.ResultBody;
import dev.vivarium.service.operations.OperationBody.State;
import dev.vivarium.service.operations.OperationBody.StepBody;
import dev.vivarium.service.operations.OperationBody.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operation's history looks like on the wire. */
final class OperationView {
    private static final String PULL = "pull";

    private final OperationHistory history;
    private final Map<String, String> texts;

    OperationView(OperationHistory history, Map<String, String> texts) {
        this.history = history;
        this.texts = texts;
    }

    OperationBody body(Optional<String> nodeName, boolean cancelRequested, Optional<ProgressBody> progress) {
        OperationRecord record = history.record();
        boolean ended = history.end().isPresent();
        return new OperationBody(
                record.id().toString(),
                record.kind(),
                Optional.of(record.node().toString()).filter(n -> !record.kind().equals(PULL)),
                nodeName,
                state(),
                Optional.of(cancelRequested).filter(c -> c && !ended),
                record.steps().stream().map(this::step).toList(),
                progress.filter(p -> !ended),
                history.failure().map(OperationView::error),
                result(),
                record.acceptedAt(),
                started(),
                history.end().map(Entry.Ended::at));
    }

    State state() {
        if (history.end().isPresent()) {
            return switch (history.end().get().outcome()) {
                case DONE -> State.DONE;
                case FAILED -> State.FAILED;
                case CANCELLED -> State.CANCELLED;
                case NEEDS_OPERATOR -> State.NEEDS_OPERATOR;
            };
        }
        if (history.failure().isPresent()) {
            return State.UNDOING;
        }
        return started().isPresent() ? State.RUNNING : State.WAITING;
    }

    private Optional<Instant> started() {
        return history.entries().stream()
                .flatMap(e -> e instanceof Entry.StepStarted s
                        ? Optional.of(s.at()).stream()
                        : Optional.<Instant>empty().stream())
                .findFirst();
    }

    private StepBody step(String name) {
        Optional<Instant> started = Optional.empty();
        Optional<Instant> ended = Optional.empty();
        StepState state = StepState.WAITING;
        for (Entry entry : history.entries()) {
            if (entry instanceof Entry.StepStarted e && e.step().equals(name)) {
                started = started.or(() -> Optional.of(e.at()));
                state = StepState.RUNNING;
            } else if (entry instanceof Entry.StepFinished e && e.step().equals(name)) {
                ended = Optional.of(e.at());
                state = StepState.DONE;
            } else if (entry instanceof Entry.Failed e && e.step().equals(name)) {
                ended = Optional.of(e.at());
                state = StepState.FAILED;
            } else if (entry instanceof Entry.StepUndone e && e.step().equals(name)) {
                ended = Optional.of(e.at());
                state = StepState.UNDONE;
            }
        }
        return new StepBody(name, Optional.ofNullable(texts.get(name)), state, started, ended);
    }

    private static ErrorBody error(Entry.Failed failed) {
        List<String> tail = failed.logTail().lines().toList();
        return new ErrorBody(
                failed.kind(),
                failed.code(),
                failed.message(),
                Optional.of(failed.step()).filter(s -> !s.isEmpty()),
                Optional.of(tail).filter(t -> !t.isEmpty()));
    }

    /** Of those that make something: a node, or a snapshot whose id was chosen before. */
    private Optional<ResultBody> result() {
        if (state() != State.DONE) {
            return Optional.empty();
        }
        OperationRecord record = history.record();
        Optional<String> node = Optional.of(record.node().toString());
        return switch (record.kind()) {
            case "create", "clone" -> Optional.of(new ResultBody(node, Optional.empty(), Optional.empty()));
            case "snapshot" ->
                Optional.of(new ResultBody(
                        node,
                        Optional.of(record.request().path("id").asText("")).filter(s -> !s.isEmpty()),
                        Optional.empty()));
            case PULL ->
                history.recall("", PullImage.FETCHED)
                        .map(d -> new ResultBody(Optional.empty(), Optional.empty(), Optional.of(d.toString())));
            default -> Optional.empty();
        };
    }
}
