package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.testkit.faults.Crash;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.faults.RecordingWork.Moment;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs one call again and again, and lets the process die at every line of it: before and after each {@code remember}, and
 * at each effect on the server where the provider has a seam for that.
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
        return atEveryRemember(attempts) + atEveryEffect(attempts);
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
        check("remember " + number + " " + moment, attempt, work);
        return cut;
    }

    private int atEveryEffect(Supplier<Attempt> attempts) {
        for (int effect = 0; effect < LIMIT; effect++) {
            Optional<Hypervisor> dying = subject.dyingAt(effect);
            if (dying.isEmpty()) {
                return effect;
            }
            Attempt attempt = attempts.get();
            RecordingWork work = subject.work();
            boolean cut;
            try (Hypervisor hypervisor = dying.get()) {
                cut = isCut(attempt, hypervisor, work);
            }
            check("effect " + effect, attempt, work);
            if (!cut) {
                return effect;
            }
        }
        throw new AssertionError("more than " + LIMIT + " effects in one call");
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
            throw new AssertionError("after the process died at " + place + ": " + e.getMessage(), e);
        }
    }
}
