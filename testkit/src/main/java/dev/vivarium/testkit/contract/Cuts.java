package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.testkit.faults.Crash;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.faults.RecordingWork.Moment;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs one call again and again: lets the process die before and after each {@code remember}, and lets every {@link Trouble}
 * come before and after each call to the server, where the provider has a seam for that.
 */
final class Cuts {
    /** No call of a provider has more lines than this; a loop that remembers without end is found by it. */
    private static final int LIMIT = 500;

    private final ContractSubject subject;

    private Cuts(ContractSubject subject) {
        this.subject = subject;
    }

    /** A call that is cut. */
    interface Call {
        void run(Hypervisor hypervisor, RecordingWork work);
    }

    /** What has to hold after the cut; gets the work of the next process, with the journal of the one that died. */
    interface After {
        void check(RecordingWork next);
    }

    /** One attempt on machines of its own. */
    record Attempt(Call call, After after) {}

    static Cuts of(ContractSubject subject) {
        return new Cuts(subject);
    }

    /**
     * Makes an attempt for each place at which it can be cut.
     *
     * @return how many places there were
     */
    int each(Supplier<Attempt> attempts) {
        int places = atEveryRemember(attempts);
        for (Trouble trouble : Trouble.values()) {
            places += atEveryPoint(trouble, attempts);
        }
        return places;
    }

    private int atEveryRemember(Supplier<Attempt> attempts) {
        int places = 0;
        for (Moment moment : Moment.values()) {
            int number = 0;
            while (cutAtRemember(number, moment, attempts.get())) {
                number++;
                assertThat(number).as("places to remember").isLessThan(LIMIT);
            }
            places += number;
        }
        return places;
    }

    private boolean cutAtRemember(int number, Moment moment, Attempt attempt) {
        RecordingWork work = subject.work().crashAt(number, moment);
        boolean cut = isCut(attempt, subject.hypervisor(), work);
        check("the process died at remember " + number + " " + moment, attempt, work);
        return cut;
    }

    private int atEveryPoint(Trouble trouble, Supplier<Attempt> attempts) {
        int tried = 0;
        for (int point = 0; point < LIMIT; point++) {
            if (!subject.tries(trouble, point)) {
                continue;
            }
            Attempt attempt = attempts.get();
            Optional<Trouble.Ahead> ahead = subject.trouble(trouble, point);
            if (ahead.isEmpty()) {
                return tried;
            }
            RecordingWork work = subject.work();
            try (Hypervisor hypervisor = ahead.get().hypervisor()) {
                attempt.call().run(hypervisor, work);
            } catch (Crash | VivariumException e) {
                // as good as an end: what counts is that the call can be made again
            }
            check(trouble + " at point " + point, attempt, work);
            if (!ahead.get().struck().getAsBoolean()) {
                return tried;
            }
            tried++;
        }
        throw new AssertionError("more than " + LIMIT + " points in one call");
    }

    private static boolean isCut(Attempt attempt, Hypervisor hypervisor, RecordingWork work) {
        try {
            attempt.call().run(hypervisor, work);
            return false;
        } catch (Crash e) {
            return true;
        }
    }

    private static void check(String place, Attempt attempt, RecordingWork dead) {
        try {
            attempt.after().check(dead.again());
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("after " + place + ": " + e.getMessage(), e);
        }
    }
}
