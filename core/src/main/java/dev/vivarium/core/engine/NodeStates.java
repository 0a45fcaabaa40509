package dev.vivarium.core.engine;

import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeEdit;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a node's state follows from what was observed. Pure functions. */
final class NodeStates {
    private NodeStates() {}

    /** After a verification: READY if all holds, else UNREADY with the first reason. */
    static NodeEdit verified(Node node, VerificationReport report) {
        NodeEdit edit = node.edit().conditions(conditions(node.conditions(), report));
        return report.firstFailure()
                .map(check -> edit.state(NodeState.UNREADY, check.name() + ": " + check.evidence()))
                .orElseGet(() -> edit.state(NodeState.READY));
    }

    /** After work that did not look into the guest: what the power says, else what was known before. */
    static NodeEdit observed(NodeEdit edit, Machine machine, Node before) {
        return switch (machine.power()) {
            case OFF -> keepsFailure(before) ? edit : edit.state(NodeState.STOPPED);
            case PAUSED -> edit.state(NodeState.UNREADY, whyPaused(machine));
            case UNKNOWN -> edit.state(NodeState.UNREADY, "the hypervisor cannot tell whether the machine runs");
            case RUNNING ->
                before.state() == NodeState.STOPPED
                        ? edit.state(
                                NodeState.UNREADY,
                                "somebody started the machine; 'vivarium verify' tells if it is ready")
                        : edit;
        };
    }

    static String whyPaused(Machine machine) {
        return machine.details()
                .getOrDefault(Machine.PROBLEM, "the machine is paused; 'vivarium start' lets it run on");
    }

    private static boolean keepsFailure(Node node) {
        return node.state() == NodeState.FAILED || node.state() == NodeState.NEEDS_OPERATOR;
    }

    /** After a failure that leaves the machine as it is. */
    static NodeEdit failed(NodeEdit edit, VivariumException failure) {
        return edit.state(
                failure.kind() == Kind.NEEDS_OPERATOR ? NodeState.NEEDS_OPERATOR : NodeState.FAILED, failure.message());
    }

    /** The same for work on a node that was there: the state that its machine's power tells, or this one if it runs. */
    static NodeEdit settled(NodeEdit edit, Optional<Machine> machine, VivariumException failure, NodeState ifRunning) {
        machine.ifPresent(edit::machine);
        if (failure.kind() == Kind.NEEDS_OPERATOR || machine.isEmpty()) {
            return edit.state(NodeState.NEEDS_OPERATOR, failure.message());
        }
        return switch (machine.get().power()) {
            case OFF -> edit.state(NodeState.STOPPED);
            case RUNNING ->
                ifRunning == NodeState.READY
                        ? edit.state(NodeState.READY)
                        : edit.state(NodeState.UNREADY, failure.message());
            case PAUSED, UNKNOWN -> edit.state(NodeState.UNREADY, failure.message());
        };
    }

    /** One condition for each name: the worst of its checks; {@code since} moves only when the status changes. */
    static List<Condition> conditions(List<Condition> before, VerificationReport report) {
        Map<Condition.Name, Condition> seen = new EnumMap<>(Condition.Name.class);
        for (VerificationReport.Check check : report.checks()) {
            seen.merge(
                    check.condition(),
                    new Condition(check.condition(), check.status(), check.evidence(), report.at()),
                    (a, b) -> a.holds() ? b : a);
        }
        List<Condition> now = new ArrayList<>();
        for (Condition condition : seen.values()) {
            now.add(new Condition(
                    condition.name(), condition.status(), condition.evidence(), since(before, condition, report.at())));
        }
        return now;
    }

    private static Instant since(List<Condition> before, Condition now, Instant at) {
        return before.stream()
                .filter(c -> c.name() == now.name() && c.status() == now.status())
                .map(Condition::since)
                .findFirst()
                .orElse(at);
    }
}
