package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.contract.Trouble;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.faults.Faults;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trouble comes before and after each call to the hypervisor, in every operation; the same request, made again by the next
 * process, is fulfilled, and everything is in {@link Order}.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class EngineTroubleTest extends AtSite {
    private static final int LIMIT = 200;
    private static final int TRIES = 3;
    private static final long LOOK = 2_000_000;

    /** Every other point, each with another trouble than the one before. */
    @ParameterizedTest
    @EnumSource
    void oneTroubleAtEveryOtherPoint(Deed deed) {
        Trouble[] all = Trouble.values();
        assertThat(everywhere(deed, 2, point -> all[point / 2 % all.length])).isPositive();
    }

    static Stream<Arguments> allTroubles() {
        return Arrays.stream(Deed.values())
                .flatMap(deed -> Arrays.stream(Trouble.values()).map(trouble -> Arguments.of(deed, trouble)));
    }

    @ParameterizedTest
    @MethodSource("allTroubles")
    @Tag("full")
    void everyTroubleAtEachPoint(Deed deed, Trouble trouble) {
        assertThat(everywhere(deed, 1, point -> trouble)).isPositive();
    }

    private int everywhere(Deed deed, int step, IntFunction<Trouble> troubles) {
        for (int point = 0; point < LIMIT; point += step) {
            try (Vivarium vivarium = site.open()) {
                deed.prepare(vivarium, site);
            }
            Trouble trouble = troubles.apply(point);
            boolean struck = isStruck(deed, trouble, point);
            try (Vivarium vivarium = site.open()) {
                again(deed, vivarium, site);
                assertThat(deed.isDone(vivarium))
                        .as("%s is done: %s", deed, vivarium.nodes())
                        .isTrue();
                Order.check(site, vivarium);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(deed + " after " + trouble + " at point " + point + ": " + e.getMessage(), e);
            }
            if (!struck) {
                return point;
            }
        }
        throw new AssertionError("more than " + LIMIT + " points");
    }

    private boolean isStruck(Deed deed, Trouble trouble, int point) {
        try (Vivarium vivarium = site.open()) {
            Faults faults = site.server().faults().atVisit(point, fault(trouble));
            try {
                Operation<?> operation = deed.ask(vivarium, site);
                while (trouble == Trouble.HANGS && !operation.isDone() && !faults.struck()) {
                    LockSupport.parkNanos(LOOK);
                }
                if (trouble == Trouble.HANGS) {
                    operation.cancel();
                }
                operation.await();
            } catch (VivariumException e) {
                assertThat(faults.struck())
                        .as("%s without trouble: %s", deed, e.message())
                        .isTrue();
            }
            return faults.struck();
        } finally {
            site.server().faults().clear();
        }
    }

    static Fault fault(Trouble trouble) {
        return switch (trouble) {
            case DIES -> Fault.crash();
            case FAILS -> Fault.dropReply();
            case HANGS -> Fault.silence();
            case STALE -> Fault.staleRead();
        };
    }

    /** What a person does: goes on with what is unfinished, and asks again until it is as wanted. */
    static void again(Deed deed, Vivarium vivarium, Site site) {
        for (Operation<?> left : vivarium.resume()) {
            try {
                left.await();
            } catch (VivariumException e) {
                // what had failed is told once more when it is put in order
            }
        }
        for (int tries = 0; tries < TRIES && !deed.isDone(vivarium); tries++) {
            try {
                deed.ask(vivarium, site).await();
            } catch (NoSuchElementException e) {
                return; // there is no node, and none was wanted
            }
        }
    }
}
