package dev.vivarium.service.events;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.JournalAround;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.store.Database;
import java.util.List;
import java.util.Optional;

/** A journal whose writes become events, in the same transaction: an operation accepted or ended, a node changed. */
public final class EventJournal extends JournalAround {
    private final Database database;
    private final Events events;

    /** Around this one. */
    public EventJournal(Journal journal, Database database, Events events) {
        super(journal);
        this.database = database;
        this.events = events;
    }

    @Override
    public void put(Node node) {
        database.write(h -> {
            Optional<Node> before = node(node.id());
            super.put(node);
            if (before.isEmpty() || isNews(before.get(), node)) {
                String state = WireJson.text(node.state());
                events.add(Event.about(EventType.NODE_CHANGED, node)
                        .state(state)
                        .text(node.problem().orElse(""))
                        .event());
                if (node.state() == NodeState.UNREADY
                        && before.map(b -> b.state() != NodeState.UNREADY).orElse(true)) {
                    events.add(Event.about(EventType.NODE_UNREADY, node)
                            .state(state)
                            .text(node.problem().orElse(""))
                            .event());
                }
            }
            return node;
        });
    }

    private static boolean isNews(Node before, Node after) {
        return before.state() != after.state()
                || !before.problem().equals(after.problem())
                || before.snapshots().size() != after.snapshots().size()
                || before.generation() != after.generation();
    }

    @Override
    public void remove(NodeId id) {
        database.write(h -> {
            Optional<Node> before = node(id);
            super.remove(id);
            before.ifPresent(n -> events.add(Event.about(EventType.NODE_CHANGED, n)
                    .state(WireJson.text(NodeState.DELETED))
                    .event()));
            return id;
        });
    }

    @Override
    public void accept(OperationRecord operation) {
        database.write(h -> {
            super.accept(operation);
            events.add(Event.draft(EventType.OPERATION_ACCEPTED)
                    .node(operation.node())
                    .operation(operation.id(), operation.kind())
                    .state("waiting")
                    .event());
            return operation;
        });
    }

    @Override
    public void append(OperationId id, Entry entry) {
        if (!(entry instanceof Entry.Ended ended)) {
            super.append(id, entry);
            return;
        }
        database.write(h -> {
            super.append(id, entry);
            operation(id).ifPresent(history -> events.add(ended(history, ended)));
            return id;
        });
    }

    @Override
    public void append(OperationId id, List<Entry> entries) {
        if (entries.stream().anyMatch(Entry.Ended.class::isInstance)) {
            entries.forEach(entry -> append(id, entry));
        } else {
            super.append(id, entries);
        }
    }

    private Event ended(OperationHistory history, Entry.Ended ended) {
        OperationRecord record = history.record();
        Event.Draft draft = Event.draft(EventType.OPERATION_ENDED)
                .node(record.node())
                .operation(record.id(), record.kind())
                .state(WireJson.text(ended.outcome()))
                .text(history.failure().map(Entry.Failed::message).orElse(""));
        node(record.node()).ifPresent(n -> draft.nodeName(n.spec().name()));
        return draft.event();
    }
}
