package dev.vivarium.cli.demo;

import dev.vivarium.core.engine.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What took how long, and whose time it was: ours, or the guest's that we waited for. */
final class Phases implements Consumer<Progress> {
    /** Steps in which the guest boots, answers or shuts down, and we only wait. */
    private static final Set<String> WAITING = Set.of("reachable", "ready", "alive", "verify");

    /** The group of what came before the demo itself. */
    static final String PREPARE = "prepare";

    private final List<Phase> phases = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();

    /**
     * One phase.
     *
     * @param group what it belongs to, such as {@code create}
     * @param text what was done
     * @param time how long it took
     * @param guest true if we waited for the guest
     */
    record Phase(String group, String text, Duration time, boolean guest) {}

    @Override
    public synchronized void accept(Progress p) {
        if (p.phase() == Progress.Phase.STEP_STARTED) {
            texts.put(p.step(), p.what());
        } else if (p.phase() == Progress.Phase.STEP_FINISHED) {
            String text = texts.getOrDefault(p.step(), p.step());
            phases.add(new Phase(p.kind(), text, p.elapsed(), WAITING.contains(p.step())));
        }
    }

    synchronized void add(String group, String text, Duration time, boolean guest) {
        phases.add(new Phase(group, text, time, guest));
    }

    synchronized List<Phase> all() {
        return List.copyOf(phases);
    }

    Duration total() {
        return sum(p -> true);
    }

    /** What came before: packages, build, image. */
    Duration prepared() {
        return sum(p -> p.group().equals(PREPARE));
    }

    /** All but preparing and waiting for the guest. */
    Duration own() {
        return sum(p -> !p.guest() && !p.group().equals(PREPARE));
    }

    /** Waiting for the guest. */
    Duration waited() {
        return sum(Phase::guest);
    }

    private Duration sum(Predicate<Phase> which) {
        return all().stream().filter(which).map(Phase::time).reduce(Duration.ZERO, Duration::plus);
    }
}
