package dev.vivarium.service.store;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.LeaseHolder;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Moves what the library has kept in files into the service's database, unfinished operations among it; the files stay, but are
 * not used any more.
 */
public final class JournalMove {
    private static final Function<Handle, Fence> UNFENCED = h -> new Fence(h, Optional.empty());

    private final Database database;
    private final FileJournal from;

    private JournalMove(Database database, FileJournal from) {
        this.database = database;
        this.from = from;
    }

    /**
     * Moves the nodes of the {@link FileJournal} in this directory, with their operations; none is fine. Cut off anywhere, it is
     * done at the next call.
     *
     * @return how many nodes it had
     * @throws VivariumException CONFLICT {@code journal.busy} if a process works on one of them, {@code journal.name} if the
     *     database has another node of such a name
     */
    public static int into(Database database, Path directory) {
        if (!Files.isDirectory(directory) || FileJournal.hasMoved(directory)) {
            return 0;
        }
        try (FileJournal from = new FileJournal(directory)) {
            List<Node> nodes = from.nodes();
            if (nodes.isEmpty() && from.unfinished().isEmpty()) {
                return 0;
            }
            new JournalMove(database, from).move();
            FileJournal.moved(directory);
            return nodes.size();
        }
    }

    private void move() {
        List<Journal.Lease> leases = new ArrayList<>();
        try {
            Stream.concat(
                            from.nodes().stream().map(Node::id),
                            from.unfinished().stream().map(h -> h.record().node()))
                    .distinct()
                    .forEach(node -> leases.add(hold(node)));
            database.write(h -> {
                from.nodes().forEach(node -> node(h, node));
                from.unfinished().forEach(operation -> operation(h, operation));
                return leases.size();
            });
        } finally {
            leases.forEach(Journal.Lease::close);
        }
    }

    private Journal.Lease hold(NodeId node) {
        return from.tryLease(node)
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT,
                        "journal.busy",
                        "the library still works on a node of this home, so that the service cannot take it over: "
                                + from.leaseHolder(node)
                                        .map(LeaseHolder::describe)
                                        .orElse("another process")
                                + "; start the service when that has ended"));
    }

    private void node(Handle h, Node node) {
        Optional<String> known = h.createQuery("SELECT id FROM nodes WHERE name = :name")
                .bind("name", node.spec().name())
                .mapTo(String.class)
                .findFirst();
        if (known.isPresent() && !known.get().equals(node.id().toString())) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "journal.name",
                    "the service has another node '" + node.spec().name()
                            + "' than this home; remove one of them first");
        }
        if (known.isEmpty()) {
            NodeRows.put(UNFENCED.apply(h), node);
        }
        from.ended(node.id()).forEach(operation -> operation(h, operation));
    }

    private void operation(Handle h, OperationHistory history) {
        OperationId id = history.record().id();
        if (!Histories.where(h, "o.id = :key", Optional.of(id.toString())).isEmpty()) {
            return;
        }
        SqlJournal.insert(h, history.record());
        int seq = 0;
        for (Entry entry : history.entries()) {
            SqlEntries.insert(UNFENCED.apply(h), database.dialect(), id, ++seq, List.of(entry));
        }
        history.end().ifPresent(end -> SqlEntries.end(h, id, end));
        if (from.cancelRequested(id)) {
            CancelRequests.insert(h, database.dialect(), id);
        }
    }
}
