package dev.vivarium.testkit.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.JournalAround;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.util.List;
import java.util.Optional;

/** Another journal; what is written to it passes {@link #write}. */
abstract class WritesAround extends JournalAround {

    WritesAround(Journal journal) {
        super(journal);
    }

    /** Called for each write. */
    abstract void write(Write write);

    /** One write. */
    interface Write {
        /** Does it. */
        void run();

        /** What it writes to an operation, if it does. */
        default Optional<Entry> entry() {
            return Optional.empty();
        }
    }

    @Override
    public void put(Node node) {
        write(() -> super.put(node));
    }

    @Override
    public void remove(NodeId id) {
        write(() -> super.remove(id));
    }

    @Override
    public void accept(OperationRecord operation) {
        write(() -> super.accept(operation));
    }

    @Override
    public void append(OperationId id, Entry entry) {
        write(new Write() {
            @Override
            public void run() {
                WritesAround.super.append(id, entry);
            }

            @Override
            public Optional<Entry> entry() {
                return Optional.of(entry);
            }
        });
    }

    /** One by one, as a crash may leave the first few. */
    @Override
    public void append(OperationId id, List<Entry> entries) {
        entries.forEach(entry -> append(id, entry));
    }
}
