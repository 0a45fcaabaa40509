package dev.vivarium.testkit.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.testkit.faults.Crash;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal whose process dies at one of its writes, just before or just after the write is on disk. */
final class CuttingJournal extends WritesAround {
    private final int cutAt;
    private final boolean afterwards;
    private final AtomicInteger writes = new AtomicInteger();

    CuttingJournal(Journal journal, int cutAt, boolean afterwards) {
        super(journal);
        this.cutAt = cutAt;
        this.afterwards = afterwards;
    }

    /** True if the process died. */
    boolean hasCut() {
        return writes.get() >= cutAt;
    }

    @Override
    void write(Write write) {
        int number = writes.incrementAndGet();
        if (number > cutAt || number == cutAt && !afterwards) {
            throw new Crash("write " + cutAt); // the dead write no more
        }
        write.run();
        if (number == cutAt) {
            throw new Crash("write " + cutAt);
        }
    }
}
