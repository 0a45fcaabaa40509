package dev.vivarium.service.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened around one node, line by line: what was asked, which steps ran, what the hypervisor did, who was killed. */
final class Timeline {
    private final Map<String, String> lines = new TreeMap<>();

    private Timeline() {}

    static List<String> of(String node, Facts facts, Notes notes) {
        Timeline timeline = new Timeline();
        notes.accepted().stream()
                .filter(a -> a.node().equals(node))
                .forEach(a -> timeline.add(a.at(), "asked    " + a.action() + " " + a.operation() + a.session()));
        facts.operations().values().stream()
                .filter(o -> o.path("node").asText().equals(node))
                .forEach(timeline::add);
        facts.effects().stream()
                .filter(e -> e.node().toString().equals(node))
                .forEach(e -> timeline.add(
                        e.at(),
                        "happened " + e.what() + " " + e.ref()
                                + e.snapshot().map(s -> " " + s).orElse("")));
        notes.blows().forEach(b -> timeline.add(b.at(), "blow     " + b.what()));
        return List.copyOf(timeline.lines.values());
    }

    private void add(JsonNode operation) {
        String name =
                operation.path("kind").asText() + " " + operation.path("id").asText();
        add(operation, "acceptedAt", "accepted " + name);
        operation.path("steps").forEach(step -> {
            add(step, "startedAt", "step     " + name + ": " + step.path("name").asText());
            add(step, "endedAt", "  ended  " + name + ": " + step.path("name").asText());
        });
        add(
                operation,
                "endedAt",
                "ended    " + name + ": " + operation.path("state").asText() + " "
                        + operation.path("error").path("message").asText(""));
    }

    private void add(JsonNode from, String member, String what) {
        String at = from.path(member).asText("");
        if (!at.isEmpty()) {
            add(Instant.parse(at), what);
        }
    }

    private void add(Instant at, String what) {
        lines.put(at + " " + String.format("%05d", lines.size()), at + "  " + what);
    }
}
