package dev.vivarium.service.operations;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.http.EventSource;
import dev.vivarium.service.http.Principal;
import dev.vivarium.service.http.Pulse;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.operations.OperationBody.ProgressBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happens in one operation, as its journal tells it, whichever instance runs it. An event's id is its place in the
 * journal, so a listener goes on anywhere, with any instance.
 */
final class OperationStream implements EventSource {
    private final StoredOperations operations;
    private final OperationId id;
    private final Principal principal;
    private long seen;
    private Instant lastProgress = Instant.EPOCH;

    OperationStream(StoredOperations operations, OperationId id, long seen, Principal principal) {
        this.operations = operations;
        this.id = id;
        this.seen = seen;
        this.principal = principal;
    }

    @Override
    public void tell(Listener listener) throws InterruptedException {
        Pulse pulse = new Pulse(listener);
        while (!listener.isGone()) {
            OperationHistory history = operations.visible(id, principal);
            boolean news = entries(history, listener);
            boolean moved = progress(history, listener);
            if (history.end().isPresent()) {
                return;
            }
            pulse.beat(news || moved);
        }
    }

    private boolean entries(OperationHistory history, Listener listener) {
        long before = seen;
        if (seen < 0) {
            Event accepted = draft(EventType.OPERATION_ACCEPTED, history.record())
                    .state("waiting")
                    .at(0, history.record().acceptedAt());
            tell(accepted, listener);
        }
        List<Entry> entries = history.entries();
        for (int i = Math.toIntExact(Math.max(0, seen)); i < entries.size(); i++) {
            seen = i + 1L;
            event(history, entries.get(i)).ifPresent(e -> tell(e, listener));
        }
        return seen != before;
    }

    private void tell(Event event, Listener listener) {
        seen = event.id();
        listener.event(event.id(), WireJson.text(event.type()), event);
    }

    private boolean progress(OperationHistory history, Listener listener) {
        Optional<ProgressBody> progress = operations.body(history).progress();
        if (progress.isEmpty() || !progress.get().at().isAfter(lastProgress)) {
            return false;
        }
        ProgressBody p = progress.get();
        lastProgress = p.at();
        OperationRecord record = history.record();
        String step = p.step().orElse("");
        String phase = step.isEmpty() ? "waiting" : "step-progress";
        Event event = draft(EventType.OPERATION_PROGRESS, record)
                .step(
                        phase,
                        step,
                        record.steps().indexOf(step) + 1,
                        record.steps().size())
                .fraction(p.fraction().orElse(-1))
                .text(p.text())
                .at(seen, p.at());
        listener.event(event.id(), WireJson.text(event.type()), event);
        return true;
    }

    private Optional<Event> event(OperationHistory history, Entry entry) {
        OperationRecord record = history.record();
        if (entry instanceof Entry.StepStarted e) {
            return Optional.of(step(record, "step-started", e.step(), e.at()));
        } else if (entry instanceof Entry.StepFinished e) {
            return Optional.of(step(record, "step-finished", e.step(), e.at()));
        } else if (entry instanceof Entry.StepUndone e) {
            return Optional.of(step(record, "step-undoing", e.step(), e.at()));
        } else if (entry instanceof Entry.Ended e) {
            String text = history.failure().map(Entry.Failed::message).orElse("");
            return Optional.of(draft(EventType.OPERATION_ENDED, record)
                    .step("ended", "", 0, record.steps().size())
                    .text(text)
                    .state(WireJson.text(e.outcome()))
                    .at(seen, e.at()));
        }
        return Optional.empty();
    }

    private Event step(OperationRecord record, String phase, String name, Instant at) {
        return draft(EventType.OPERATION_PROGRESS, record)
                .step(
                        phase,
                        name,
                        record.steps().indexOf(name) + 1,
                        record.steps().size())
                .text(phase.equals("step-started") ? operations.text(record, name) : "")
                .at(seen, at);
    }

    private static Event.Draft draft(EventType type, OperationRecord record) {
        return Event.draft(type).node(record.node()).operation(record.id(), record.kind());
    }
}
