package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.JournalAround;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;

/** A journal whose disk is full when an operation is to end. */
final class FullAtTheEnd extends JournalAround {
    FullAtTheEnd(Journal journal) {
        super(journal);
    }

    @Override
    public void append(OperationId id, Entry entry) {
        if (entry instanceof Entry.Ended) {
            throw new VivariumException(Kind.CAPACITY, "home.io", "no space left");
        }
        super.append(id, entry);
    }
}
