package dev.vivarium.testkit.faults;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Work} for tests. Its journal survives the process that it makes die; it can be cancelled; it waits in virtual
 * time unless told otherwise. Safe for threads.
 *
 * <pre>{@code
 * RecordingWork work = new RecordingWork().crashAt(2, Moment.AFTER);
 * assertThatThrownBy(() -> hypervisor.create(spec, work)).isInstanceOf(Crash.class);
 * hypervisor.create(spec, work.again());   // the process is started again
 * }</pre>
 */
public final class RecordingWork implements Work {
    /** A loop that waits longer than this in virtual time does not end. */
    private static final Duration VIRTUAL_LIMIT = Duration.ofDays(1);

    /** When a process dies. */
    public enum Moment {
        /** The value is not in the journal. */
        BEFORE,
        /** The value is in the journal, and nothing was done with it. */
        AFTER
    }

    /** One call of {@link Work#progress}. */
    public record Progress(double fraction, String what) {}

    private final MemoryJournal journal;
    private final boolean realTime;
    private final List<Progress> progress = new ArrayList<>();
    private int remembers;
    private int checks;
    private int crashAt = -1;
    private Moment moment = Moment.BEFORE;
    private int cancelAt = Integer.MAX_VALUE;
    private boolean cancelled;
    private Duration patience = ChronoUnit.FOREVER.getDuration();
    private Duration waited = Duration.ZERO;

    /** With an empty journal, in virtual time. */
    public RecordingWork() {
        this(new MemoryJournal(), false);
    }

    private RecordingWork(MemoryJournal journal, boolean realTime) {
        this.journal = journal;
        this.realTime = realTime;
    }

    /** With an empty journal, really waiting: for a hypervisor that is not simulated. */
    public static RecordingWork inRealTime() {
        return new RecordingWork(new MemoryJournal(), true);
    }

    /** The work of the next process: the same journal, nothing recorded, nothing that dies. */
    public RecordingWork again() {
        return new RecordingWork(journal, realTime);
    }

    /** Dies at this call of {@link #remember}, counted from 0. */
    public synchronized RecordingWork crashAt(int remember, Moment when) {
        crashAt = remember;
        moment = when;
        return this;
    }

    /** Is cancelled at this call of {@link #checkCancelled} or {@link #pause}, counted from 0. */
    public synchronized RecordingWork cancelAt(int check) {
        cancelAt = check;
        return this;
    }

    /** Is cancelled when it has waited longer than this; in virtual time. */
    public synchronized RecordingWork cancelAfter(Duration wait) {
        patience = wait;
        return this;
    }

    /** From now on cancelled. */
    public synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    /** How often {@link #remember} was called. */
    public synchronized int remembers() {
        return remembers;
    }

    /** How often {@link #checkCancelled} or {@link #pause} was called. */
    public synchronized int checks() {
        return checks;
    }

    /** What was reported. */
    public synchronized List<Progress> progress() {
        return List.copyOf(progress);
    }

    /** The sum of all waits. */
    public synchronized Duration waited() {
        return waited;
    }

    /** What is remembered. */
    public MemoryJournal journal() {
        return journal;
    }

    @Override
    public <T> Optional<T> recall(Key<T> key) {
        return journal.get(key);
    }

    @Override
    public synchronized <T> void remember(Key<T> key, T value) {
        int number = remembers++;
        if (number == crashAt && moment == Moment.BEFORE) {
            throw new Crash("remember " + number + " (" + key.name() + "), before it was stored");
        }
        journal.put(key, value);
        if (number == crashAt) {
            throw new Crash("remember " + number + " (" + key.name() + "), after it was stored");
        }
    }

    @Override
    public synchronized void progress(double fraction, String what) {
        progress.add(new Progress(fraction, what));
    }

    @Override
    public synchronized void checkCancelled() {
        if (checks++ >= cancelAt) {
            cancelled = true;
        }
        if (cancelled) {
            throw new VivariumException(Kind.CANCELLED, "work.cancelled", "the operation was cancelled");
        }
    }

    @Override
    public synchronized void pause(Duration time) {
        checkCancelled();
        waited = waited.plus(time);
        if (!realTime) {
            cancelled |= waited.compareTo(patience) > 0;
            if (waited.compareTo(VIRTUAL_LIMIT) > 0) {
                throw new AssertionError("waited for " + waited + " of virtual time: does this loop end?");
            }
            return;
        }
        waitReally(time);
    }

    private void waitReally(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0 && !cancelled; left = end - System.nanoTime()) {
                wait(Math.max(1, left / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
        }
        if (cancelled) {
            throw new VivariumException(Kind.CANCELLED, "work.cancelled", "the operation was cancelled");
        }
    }
}
