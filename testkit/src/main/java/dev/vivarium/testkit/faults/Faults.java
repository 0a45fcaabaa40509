package dev.vivarium.testkit.faults;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fault waits at which point. Points have names such as {@code create.after-disk}; {@link #visited} lists those that
 * were passed. Safe for threads.
 */
public final class Faults {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private final Map<String, Deque<Fault>> once = new HashMap<>();
    private final Map<String, Fault> always = new HashMap<>();
    private final Set<String> visited = new LinkedHashSet<>();
    private int visitsLeft = -1;
    private double share;
    private Random chance = new Random(0);
    private List<Fault> choices = List.of();
    private @Nullable Fault atVisit;

    /** These faults wait at this point, one for each visit, in this order. */
    public synchronized Faults at(String point, Fault... faults) {
        once.computeIfAbsent(point, p -> new ArrayDeque<>()).addAll(List.of(faults));
        return this;
    }

    /** This fault waits at this point for every visit. */
    public synchronized Faults always(String point, Fault fault) {
        always.put(point, fault);
        return this;
    }

    /** The process dies at the visit of this number, counted from 0 and from now, whichever point it is. */
    public Faults crashAtVisit(int number) {
        return atVisit(number, Fault.crash());
    }

    /** This fault waits at the visit of this number, counted from 0 and from now, whichever point it is. */
    public synchronized Faults atVisit(int number, Fault fault) {
        visitsLeft = number;
        atVisit = fault;
        return this;
    }

    /** At this share of all visits (0 to 1) one of these faults waits, as chance has it. */
    public synchronized Faults nowAndThen(double ofVisits, long seed, Fault... faults) {
        share = ofVisits;
        chance = new Random(seed);
        choices = List.of(faults);
        return this;
    }

    /** True if no fault waits for the visit of a number any more. */
    public synchronized boolean struck() {
        return visitsLeft < 0;
    }

    /** No fault waits any more. */
    public synchronized void clear() {
        once.clear();
        always.clear();
        visitsLeft = -1;
        share = 0;
    }

    /** The names of the points that were passed so far, in the order of their first visit. */
    public synchronized Set<String> visited() {
        return new LinkedHashSet<>(visited);
    }

    /**
     * Called by what plays a server, at each of its points.
     *
     * @return true if the answer to a read has to be stale
     * @throws VivariumException if such a fault waits here
     * @throws Crash if the process has to die here
     */
    public boolean reach(String point, Work work) {
        Fault fault = next(point);
        if (fault instanceof Fault.Throwing t) {
            throw new VivariumException(t.kind(), t.code(), t.message());
        } else if (fault instanceof Fault.Dying) {
            throw new Crash(point);
        } else if (fault instanceof Fault.Delay delay) {
            work.pause(delay.time());
        } else if (fault instanceof Fault.Hang hang) {
            hang.stand(work);
        } else if (fault instanceof Fault.Silence) {
            waitFor(work);
        }
        return fault instanceof Fault.StaleRead;
    }

    private static void waitFor(Work work) {
        while (true) {
            work.pause(MOMENT); // throws when the work is cancelled
        }
    }

    private synchronized @Nullable Fault next(String point) {
        visited.add(point);
        if (visitsLeft >= 0 && visitsLeft-- == 0) {
            return atVisit;
        }
        Deque<Fault> waiting = once.get(point);
        Fault first = waiting == null ? null : waiting.poll();
        if (first == null && share > 0 && chance.nextDouble() < share) {
            return choices.get(chance.nextInt(choices.size()));
        }
        return first != null ? first : always.get(point);
    }
}
