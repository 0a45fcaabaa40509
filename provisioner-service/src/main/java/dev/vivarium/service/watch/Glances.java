package dev.vivarium.service.watch;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Glance;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into the guests of a hypervisor's nodes that run, each every few minutes, a few side by side. */
public final class Glances implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Glances.class);
    private static final int SIDE_BY_SIDE = 4;
    private static final int A_ROUND = 40;

    private final Vivarium vivarium;
    private final Duration every;
    private final Clock clock;
    private final Map<NodeId, Instant> last = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE, work -> {
        Thread thread = new Thread(work, "vivarium-glance");
        thread.setDaemon(true);
        return thread;
    });

    /** @param every how long a guest is left alone */
    public Glances(Vivarium vivarium, Duration every, Clock clock) {
        this.vivarium = vivarium;
        this.every = every;
        this.clock = clock;
    }

    /**
     * Looks into those whose turn it is, those first that were not looked at for the longest time.
     *
     * @return whether there will be another round; none if the hypervisor is not configured any more
     */
    public boolean round(String hypervisor) throws InterruptedException {
        if (vivarium.installation().config().hypervisors().stream()
                .noneMatch(h -> h.name().equals(hypervisor))) {
            return false;
        }
        Instant now = clock.instant();
        List<Node> nodes = vivarium.nodes().stream()
                .filter(n -> n.spec().hypervisor().equals(hypervisor) && Glance.isOf(n))
                .toList();
        List<Callable<NodeId>> looks = new ArrayList<>();
        nodes.stream()
                .map(Node::id)
                .filter(id -> !seen(id, now).plus(every).isAfter(now))
                .sorted(Comparator.comparing(id -> seen(id, now)))
                .limit(A_ROUND)
                .forEach(id -> looks.add(() -> look(id)));
        threads.invokeAll(looks);
        last.keySet().removeIf(id -> vivarium.node(id).isEmpty());
        return true;
    }

    /** One that is seen for the first time was proven just now, as likely as not; its turn comes later. */
    private Instant seen(NodeId id, Instant now) {
        return last.computeIfAbsent(id, first -> now);
    }

    private NodeId look(NodeId id) {
        last.put(id, clock.instant());
        try {
            vivarium.lookout()
                    .glance(id)
                    .ifPresent(s -> LOG.info(
                            "{} is {}", s.after().spec().name(), s.after().state()));
        } catch (VivariumException e) {
            LOG.warn("the look into node {} was not written down: {}", id, e.message());
        }
        return id;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
