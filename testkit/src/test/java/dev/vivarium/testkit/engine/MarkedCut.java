package dev.vivarium.testkit.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.testkit.faults.Crash;

/** A journal whose process dies after a certain entry. */
final class MarkedCut extends WritesAround {
    private final String mark;
    private int left;

    MarkedCut(Journal journal, String mark, int occurrence) {
        super(journal);
        this.mark = mark;
        this.left = occurrence;
    }

    synchronized boolean hasCut() {
        return left == 0;
    }

    @Override
    synchronized void write(Write write) {
        if (left == 0) {
            throw new Crash("after " + mark);
        }
        write.run();
        if (Tape.mark(write.entry()).equals(mark) && --left == 0) {
            throw new Crash("after " + mark);
        }
    }
}
