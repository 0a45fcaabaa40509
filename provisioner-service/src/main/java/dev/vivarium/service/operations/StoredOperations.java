package dev.vivarium.service.operations;

import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.http.Principal;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The operations that were accepted, as the wire shows them. */
public final class StoredOperations {
    private static final String PLACE = "/v1/operations/";
    private final Journal journal;
    private final ProgressNotes notes;
    private final Function<OperationRecord, Map<String, String>> texts;

    /**
     * Those of this journal.
     *
     * @param texts what each step of an operation does, for people
     */
    public StoredOperations(
            Journal journal, ProgressNotes notes, Function<OperationRecord, Map<String, String>> texts) {
        this.journal = journal;
        this.notes = notes;
        this.texts = texts;
    }

    /** 202: this was accepted. */
    public Reply accepted(Operation<?> operation) {
        return accepted(operation.id());
    }

    /** 202: this was accepted. */
    public Reply accepted(OperationId id) {
        OperationHistory history = journal.operation(id).orElseThrow(StoredOperations::unknown);
        return Reply.accepted(PLACE + id, body(history))
                .about(history.record().node().toString());
    }

    /** The operation with all that it did, if the caller may see it. */
    OperationHistory visible(OperationId id, Principal principal) {
        OperationHistory history = journal.operation(id).orElseThrow(StoredOperations::unknown);
        Map<String, String> labels = journal.node(history.record().node())
                .map(n -> n.spec().labels())
                .orElse(Map.of());
        if (principal.isLimitedFrom(labels)) {
            throw unknown();
        }
        return history;
    }

    OperationBody body(OperationHistory history) {
        OperationId id = history.record().id();
        boolean running = history.end().isEmpty();
        Optional<String> name =
                journal.node(history.record().node()).map(Node::spec).map(s -> s.name());
        return new OperationView(history, texts.apply(history.record()))
                .body(name, running && journal.cancelRequested(id), running ? notes.of(id) : Optional.empty());
    }

    /** What this step does, for people. */
    String text(OperationRecord record, String step) {
        return texts.apply(record).getOrDefault(step, "");
    }

    void cancel(OperationId id) {
        journal.requestCancel(id);
    }

    static Refusal unknown() {
        return Refusal.notFound("operation.unknown", "there is no such operation");
    }
}
