package dev.vivarium.service.watch;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Survey;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look after the other at a hypervisor, by whoever's turn it is. Each costs one call; snapshots are listed of nodes that
 * are in use, and of the others in turn.
 */
public final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration SNAPSHOTS_EVERY = Duration.ofMinutes(5);
    private static final int SNAPSHOTS_A_LOOK = 50;
    private static final Duration WHILE_DOWN = Duration.ofSeconds(10);

    private final Vivarium vivarium;
    private final Lookouts lookouts;
    private final Duration every;
    private final Clock clock;
    private final Map<NodeId, Instant> snapshotsSeen = new ConcurrentHashMap<>();
    private volatile Predicate<NodeId> inUse = node -> false;

    /**
     * A watch over the hypervisors of this installation.
     *
     * @param every how long it waits between two looks
     */
    public Watch(Vivarium vivarium, Lookouts lookouts, Duration every, Clock clock) {
        this.vivarium = vivarium;
        this.lookouts = lookouts;
        this.every = every;
        this.clock = clock;
    }

    /** Snapshots of such nodes are looked at each time: somebody relies on them. */
    public void closelyWhere(Predicate<NodeId> used) {
        inUse = used;
    }

    /**
     * Looks at a hypervisor once. That it does not answer is something that is seen, not a failure.
     *
     * @return how long to wait until the next look; empty if it is not configured any more
     * @throws VivariumException if what was seen could not be written down
     */
    public Optional<Duration> look(String hypervisor) {
        if (vivarium.installation().config().hypervisors().stream()
                .noneMatch(h -> h.name().equals(hypervisor))) {
            return Optional.empty();
        }
        try {
            Survey.Seen seen = surveyedTwice(hypervisor);
            lookouts.up(hypervisor, seen.strays());
            seen.news()
                    .forEach(s -> LOG.info(
                            "{} is {}, it was {}",
                            s.after().spec().name(),
                            s.after().state(),
                            s.before().state()));
            return Optional.of(every);
        } catch (VivariumException e) {
            if (isOurs(e)) {
                throw e;
            }
            String why = Printable.line(e.message());
            LOG.warn("hypervisor {} does not answer: {}", hypervisor, why);
            lookouts.down(hypervisor, why);
            return Optional.of(every.compareTo(WHILE_DOWN) < 0 ? every : WHILE_DOWN);
        }
    }

    /** A connection may have been dropped while nobody used it; that alone is not worth telling. */
    private Survey.Seen surveyedTwice(String hypervisor) {
        try {
            return survey(hypervisor);
        } catch (VivariumException e) {
            if (isOurs(e)) {
                throw e;
            }
            return survey(hypervisor);
        }
    }

    private static boolean isOurs(VivariumException e) {
        return e.code().startsWith("store.");
    }

    private Survey.Seen survey(String hypervisor) {
        Set<NodeId> chosen = new HashSet<>();
        Set<NodeId> known =
                lookouts.strays(hypervisor).stream().map(Stray::node).collect(Collectors.toSet());
        Survey.Seen seen = vivarium.lookout()
                .survey(
                        hypervisor,
                        new Survey.Scope(node -> chosen.contains(node.id()) || choose(node, chosen), known));
        Instant now = clock.instant();
        chosen.forEach(node -> snapshotsSeen.put(node, now));
        return seen;
    }

    private boolean choose(Node node, Set<NodeId> chosen) {
        Instant last = snapshotsSeen.getOrDefault(node.id(), Instant.EPOCH);
        boolean due =
                chosen.size() < SNAPSHOTS_A_LOOK && !last.plus(SNAPSHOTS_EVERY).isAfter(clock.instant());
        return (due || inUse.test(node.id())) && chosen.add(node.id());
    }
}
