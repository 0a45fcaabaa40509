package dev.vivarium.testkit.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal whose disk is full from one of its writes on. */
final class FullDisk extends WritesAround {
    private final int fullAt;
    private final AtomicInteger writes = new AtomicInteger();

    FullDisk(Journal journal, int fullAt) {
        super(journal);
        this.fullAt = fullAt;
    }

    boolean isFull() {
        return writes.get() >= fullAt;
    }

    @Override
    void write(Write write) {
        if (writes.incrementAndGet() >= fullAt) {
            throw new VivariumException(Kind.CAPACITY, "home.io", "No space left on device; free some");
        }
        write.run();
    }
}
