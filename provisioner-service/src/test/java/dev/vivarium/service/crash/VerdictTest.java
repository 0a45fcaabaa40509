package dev.vivarium.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.testkit.simulated.Effect;
import dev.vivarium.testkit.simulated.Effect.What;
import dev.vivarium.testkit.simulated.SeenMachine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A harness that finds nothing must be able to find something. */
class VerdictTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final InstallationId OURS = new InstallationId("rig");

    private final NodeId node = NodeId.random();
    private final SnapshotId snapshot = SnapshotId.random();
    private final Map<String, JsonNode> nodes = new HashMap<>(
            Map.of(node.toString(), JsonNodeFactory.instance.objectNode().put("state", "ready")));
    private final Map<String, JsonNode> operations = new HashMap<>(Map.of("o", operation("done")));
    private final List<SeenMachine> machines = new ArrayList<>(List.of(machine("sim-1")));
    private final List<Effect> effects = new ArrayList<>(List.of(effect(1, What.MADE), effect(2, What.SNAPSHOT_TAKEN)));
    private final List<JsonNode> audit = new ArrayList<>(List.of(entry()));

    @Test
    void nothingIsWrongWithAGoodEnd() {
        assertThat(all(verdict())).isEmpty();
    }

    @Test
    void aMachineWithoutNodeIsAnOrphan() {
        nodes.clear();
        assertThat(verdict().orphans()).anyMatch(w -> w.what().contains("has no node"));
    }

    @Test
    void twoMachinesAndTwoOfASnapshotAreDuplicates() {
        machines.add(machine("sim-2"));
        effects.add(effect(3, What.MADE));
        effects.add(effect(4, What.SNAPSHOT_TAKEN));
        assertThat(verdict().duplicates()).hasSize(3);
    }

    @Test
    void whatHappensWhenNobodyWorksIsAnOrphan() {
        effects.add(effect(60, What.STOPPED));
        assertThat(verdict().orphans())
                .singleElement()
                .satisfies(w -> assertThat(w.what()).contains("nobody's work"));
    }

    @Test
    void whatDidNotEndOrIsNotThereIsLost() {
        operations.put("o", operation("running"));
        machines.clear();
        assertThat(verdict().lost()).anyMatch(w -> w.what().contains("did not end"));
        assertThat(verdict().lost()).anyMatch(w -> w.what().contains("its machine is not there"));
    }

    @Test
    void aPromiseHasOneEntryInTheAudit() {
        audit.add(entry());
        assertThat(verdict().duplicates()).hasSize(1);
        audit.clear();
        assertThat(verdict().lost()).hasSize(1);
    }

    private Verdict verdict() {
        JsonNode known = JsonNodeFactory.instance.objectNode().put("id", snapshot.toString());
        Facts facts = new Facts(
                nodes, operations, Map.of(node.toString(), List.of(known)), Map.of(), audit, machines, effects);
        return new Verdict(facts, List.of(new Accepted(BEGIN, "createNode", node.toString(), "o", "")));
    }

    private static List<Verdict.Wrong> all(Verdict verdict) {
        List<Verdict.Wrong> all = new ArrayList<>(verdict.orphans());
        all.addAll(verdict.duplicates());
        all.addAll(verdict.lost());
        return all;
    }

    private JsonNode operation(String state) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "o")
                .put("node", node.toString())
                .put("state", state)
                .put("acceptedAt", BEGIN.toString())
                .put("endedAt", BEGIN.plusSeconds(10).toString());
    }

    private JsonNode entry() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("action", "createNode")
                .put("node", node.toString())
                .put("result", "accepted");
    }

    private SeenMachine machine(String ref) {
        return new SeenMachine(ref, OURS, node, true, Power.RUNNING, List.of(snapshot), List.of());
    }

    private Effect effect(int second, What what) {
        return new Effect(
                BEGIN.plusSeconds(second),
                OURS,
                node,
                "sim-1",
                what,
                what == What.SNAPSHOT_TAKEN ? Optional.of(snapshot) : Optional.empty());
    }
}
