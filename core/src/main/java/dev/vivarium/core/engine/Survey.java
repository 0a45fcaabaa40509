package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all that a hypervisor has of ours, for few calls: one list of machines, and more only about what is not as the
 * records say. Nodes with work under way are left alone, and an absence counts only when it was said again.
 */
public final class Survey {
    private final Installation installation;
    private final Operations operations;
    private final Reconcile reconcile;
    private final Strays strays;

    Survey(Installation installation, Operations operations, Strays strays) {
        this.installation = installation;
        this.operations = operations;
        this.reconcile = installation.reconcile();
        this.strays = strays;
    }

    /**
     * How much is asked.
     *
     * @param snapshots of which nodes the snapshots are listed as well, a call each
     * @param knownStrays need not be asked for again
     */
    public record Scope(Predicate<Node> snapshots, Set<NodeId> knownStrays) {
        public Scope {
            knownStrays = Set.copyOf(knownStrays);
        }

        /** Everything. */
        public static Scope all() {
            return new Scope(node -> true, Set.of());
        }
    }

    /**
     * What was seen.
     *
     * @param hypervisor the configured name
     * @param at when the machines were listed
     * @param machines how many of ours there are
     * @param news what the records did not know, and know now
     * @param strays machines of ours that no node accounts for
     */
    public record Seen(String hypervisor, Instant at, int machines, List<Sighting> news, List<Machine> strays) {
        public Seen {
            news = List.copyOf(news);
            strays = List.copyOf(strays);
        }
    }

    Seen of(String name, Scope scope) {
        Hypervisor hypervisor = installation.hypervisor(name);
        List<Machine> machines = hypervisor.machines();
        Instant at = installation.clock().instant();
        Map<NodeId, Machine> byNode = new HashMap<>();
        machines.forEach(m -> byNode.put(m.node(), m));
        List<Node> doubtful = installation.journal().nodes().stream()
                .filter(n -> n.spec().hypervisor().equals(name) && !Reconcile.isUnderWay(n.state()))
                .filter(n -> differs(n, byNode.get(n.id())) || asksSnapshots(n, scope))
                .toList();
        List<Sighting> news = new ArrayList<>();
        if (!doubtful.isEmpty()) {
            Set<NodeId> busy = strays.busy();
            for (Node node : doubtful) {
                if (!busy.contains(node.id())) {
                    look(node, scope).ifPresent(news::add);
                }
            }
        }
        return new Seen(name, at, machines.size(), news, strays.among(machines, hypervisor, scope.knownStrays()));
    }

    /** A hypervisor that fails for one machine still tells of the others. */
    private Optional<Sighting> look(Node node, Scope scope) {
        try {
            return reconcile.look(node.id(), operations, asksSnapshots(node, scope));
        } catch (VivariumException e) {
            boolean ofThisOne = e.kind() == Kind.NOT_FOUND || e.kind() == Kind.HYPERVISOR_FAULT;
            if (!ofThisOne) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean asksSnapshots(Node node, Scope scope) {
        return !node.snapshots().isEmpty() && scope.snapshots().test(node);
    }

    /** Whether the record says otherwise than the list, which may be old: reason enough to ask again. */
    private static boolean differs(Node node, @Nullable Machine seen) {
        Machine known = node.machine().orElse(null);
        if (seen == null) {
            return known != null && !NodeStates.isGone(node);
        }
        return known == null
                || NodeStates.isGone(node)
                || known.power() != seen.power()
                || !new HashSet<>(known.addresses()).equals(new HashSet<>(seen.addresses()))
                || !known.forwards().equals(seen.forwards());
    }
}
