package dev.vivarium.service.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.testkit.simulated.Effect;
import dev.vivarium.testkit.simulated.Effect.What;
import dev.vivarium.testkit.simulated.SeenMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong after a run: each finding with the node that it is about. */
final class Verdict {
    private static final Set<String> ENDED = Set.of("done", "failed", "cancelled", "needs-operator");
    private static final Set<String> SETTLED_SESSIONS = Set.of("open", "ended", "blocked");
    private static final Duration CLOCK = Duration.ofMillis(5);

    private final Facts facts;
    private final List<Accepted> accepted;
    private final List<Wrong> orphans = new ArrayList<>();
    private final List<Wrong> duplicates = new ArrayList<>();
    private final List<Wrong> lost = new ArrayList<>();

    /** A finding. */
    record Wrong(String node, String what) {}

    Verdict(Facts facts, List<Accepted> accepted) {
        this.facts = facts;
        this.accepted = accepted;
        machines();
        effects();
        snapshots();
        operations();
        audit();
        sessions();
    }

    List<Wrong> orphans() {
        return orphans;
    }

    List<Wrong> duplicates() {
        return duplicates;
    }

    List<Wrong> lost() {
        return lost;
    }

    private void machines() {
        Map<String, Integer> count = new HashMap<>();
        for (SeenMachine machine : facts.machines()) {
            String node = machine.node().toString();
            JsonNode known = facts.nodes().get(node);
            if (known == null || known.path("state").asText().equals("deleted")) {
                orphans.add(new Wrong(node, "machine " + machine.ref() + " has no node"));
            }
            if (count.merge(node, 1, Integer::sum) > 1) {
                duplicates.add(new Wrong(node, "has two machines"));
            }
        }
        facts.nodes().forEach((id, node) -> {
            if (Set.of("ready", "unready", "stopped")
                            .contains(node.path("state").asText())
                    && !count.containsKey(id)) {
                lost.add(new Wrong(id, "its machine is not there"));
            }
        });
    }

    /** Never two of a thing at a time, and nothing happens to a node but while an operation works on it. */
    private void effects() {
        Map<String, Integer> machines = new HashMap<>();
        Map<SnapshotId, Integer> snapshots = new HashMap<>();
        Map<String, List<JsonNode>> operations = facts.operations().values().stream()
                .collect(Collectors.groupingBy(o -> o.path("node").asText()));
        for (Effect effect : facts.effects()) {
            String node = effect.node().toString();
            if (effect.what() == What.MADE && machines.merge(node, 1, Integer::sum) > 1) {
                duplicates.add(new Wrong(node, "a second machine was made"));
            } else if (effect.what() == What.REMOVED) {
                machines.merge(node, -1, Integer::sum);
            }
            if (effect.what() == What.SNAPSHOT_TAKEN
                    && snapshots.merge(effect.snapshot().orElseThrow(), 1, Integer::sum) > 1) {
                duplicates.add(new Wrong(node, "a snapshot was taken twice"));
            }
            if (operations.getOrDefault(node, List.of()).stream().noneMatch(o -> covers(o, effect.at()))) {
                orphans.add(new Wrong(node, effect.what() + " at " + effect.at() + " was nobody's work"));
            }
        }
    }

    private static boolean covers(JsonNode operation, Instant at) {
        return !at.isBefore(time(operation, "acceptedAt").minus(CLOCK))
                && !at.isAfter(time(operation, "endedAt").plus(CLOCK));
    }

    private static Instant time(JsonNode node, String member) {
        String text = node.path(member).asText("");
        return text.isEmpty() ? Instant.MAX.minusSeconds(1) : Instant.parse(text);
    }

    private void snapshots() {
        for (SeenMachine machine : facts.machines()) {
            String node = machine.node().toString();
            List<String> known = facts.snapshots().getOrDefault(node, List.of()).stream()
                    .map(s -> s.path("id").asText())
                    .toList();
            List<String> there =
                    machine.snapshots().stream().map(SnapshotId::toString).toList();
            if (facts.nodes().containsKey(node) && !needsOperator(node)) {
                there.stream()
                        .filter(s -> !known.contains(s))
                        .forEach(s -> orphans.add(new Wrong(node, "snapshot " + s + " is on the machine alone")));
                machine.halfTaken().forEach(s -> orphans.add(new Wrong(node, "snapshot " + s + " is half-taken")));
            }
            known.stream()
                    .filter(s -> !there.contains(s))
                    .forEach(s -> lost.add(new Wrong(node, "snapshot " + s + " is not on the machine")));
        }
    }

    private boolean needsOperator(String node) {
        return facts.operations().values().stream()
                .anyMatch(o -> o.path("node").asText().equals(node)
                        && o.path("state").asText().equals("needs-operator"));
    }

    private void operations() {
        for (Accepted promise : accepted) {
            if (!promise.operation().isEmpty()) {
                JsonNode operation = facts.operations().get(promise.operation());
                if (operation == null || !ENDED.contains(operation.path("state").asText())) {
                    lost.add(new Wrong(promise.node(), promise.action() + " did not end: " + operation));
                }
            }
        }
        facts.operations().forEach((id, operation) -> {
            if (!ENDED.contains(operation.path("state").asText())) {
                lost.add(new Wrong(operation.path("node").asText(), "operation " + id + " did not end"));
            }
        });
    }

    /** Every promise has one entry, and every entry of something accepted a promise. */
    private void audit() {
        Map<String, Integer> written = new HashMap<>();
        for (JsonNode entry : facts.audit()) {
            if (entry.path("result").asText().equals("accepted")) {
                written.merge(
                        key(entry.path("action").asText(), entry.path("node").asText()), 1, Integer::sum);
            }
        }
        Map<String, Integer> promised = new HashMap<>();
        accepted.forEach(p -> promised.merge(key(p.action(), p.node()), 1, Integer::sum));
        promised.forEach((key, times) -> {
            int entries = written.getOrDefault(key, 0);
            String node = key.substring(key.indexOf(' ') + 1);
            if (entries < times) {
                lost.add(new Wrong(node, "audit: " + entries + " entries of " + times + " for " + key));
            } else if (entries > times) {
                duplicates.add(new Wrong(node, "audit: " + entries + " entries, not " + times + ", for " + key));
            }
        });
    }

    private static String key(String action, String node) {
        return action + " " + node;
    }

    private void sessions() {
        facts.sessions().forEach((id, session) -> {
            String node = session.path("node").asText();
            String state = session.path("state").asText();
            if (!SETTLED_SESSIONS.contains(state)) {
                lost.add(new Wrong(node, "session " + id + " is still " + state));
            }
            String from = session.path("startedFrom").asText("");
            if (state.equals("open")
                    && !from.isEmpty()
                    && facts.snapshots().getOrDefault(node, List.of()).stream()
                            .noneMatch(s -> s.path("id").asText().equals(from))) {
                lost.add(new Wrong(node, "the snapshot of its open session " + id + " is gone"));
            }
        });
        for (Accepted promise : accepted) {
            if (promise.action().equals("openSession")
                    && facts.nodes().containsKey(promise.node())
                    && !facts.sessions().containsKey(promise.session())) {
                lost.add(new Wrong(promise.node(), "session " + promise.session() + " is unknown"));
            }
        }
    }
}
