package dev.vivarium.core.engine;

import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeEdit;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** After a look that did not reach into the guest: what the power says, else what was known before. */
    static NodeEdit observed(NodeEdit edit, Machine machine, Node before, Instant at) {
        boolean back = isGone(before);
        boolean still = heldStill(before);
        List<Condition> conditions = new ArrayList<>(before.conditions());
        if (back) {
            note(conditions, Condition.Name.MACHINE_CREATED, Condition.Status.TRUE, machine.ref(), at);
        }
        boolean told = before.condition(Condition.Name.STARTED).isPresent();
        boolean expected = machine.power() == Power.RUNNING || before.state() == NodeState.STOPPED;
        if (told || !expected) {
            note(conditions, Condition.Name.STARTED, status(machine.power()), power(machine), at);
        }
        edit.conditions(conditions);
        return switch (machine.power()) {
            case OFF -> keepsFailure(before) && !back ? edit : edit.state(NodeState.STOPPED);
            case PAUSED -> edit.state(NodeState.UNREADY, whyPaused(machine));
            case UNKNOWN -> edit.state(NodeState.UNREADY, "the hypervisor cannot tell whether the machine runs");
            case RUNNING -> {
                if (before.state() == NodeState.STOPPED || back) {
                    yield edit.state(
                            NodeState.UNREADY, "somebody started the machine; 'vivarium verify' tells if it is ready");
                }
                // it stood still, and nothing else was wrong: it goes on where it was
                yield still && conditions.stream().allMatch(Condition::holds) ? edit.state(NodeState.READY) : edit;
            }
        };
    }

    /** Its machine is not there. Machine and snapshots stay in the record: a disk that is not mounted now may come back. */
    static NodeEdit gone(Node node, Instant at) {
        List<Condition> conditions = new ArrayList<>(node.conditions());
        String evidence = "not on hypervisor '" + node.spec().hypervisor() + "'";
        note(conditions, Condition.Name.MACHINE_CREATED, Condition.Status.FALSE, evidence, at);
        return node.edit()
                .conditions(conditions)
                .state(
                        NodeState.NEEDS_OPERATOR,
                        "its machine is gone from the hypervisor; if it does not come back, remove the node with"
                                + " 'vivarium rm " + node.spec().name() + "'");
    }

    /** True if its machine was looked for and not found. */
    static boolean isGone(Node node) {
        return node.condition(Condition.Name.MACHINE_CREATED)
                .filter(c -> c.status() == Condition.Status.FALSE)
                .isPresent();
    }

    private static boolean heldStill(Node node) {
        boolean held = node.machine()
                .filter(m -> m.power() == Power.PAUSED || m.power() == Power.UNKNOWN)
                .isPresent();
        return held && node.state() == NodeState.UNREADY;
    }

    private static Condition.Status status(Power power) {
        return switch (power) {
            case RUNNING -> Condition.Status.TRUE;
            case OFF, PAUSED -> Condition.Status.FALSE;
            case UNKNOWN -> Condition.Status.UNKNOWN;
        };
    }

    private static String power(Machine machine) {
        return machine.power() == Power.RUNNING
                ? machine.ref()
                : "the machine is " + machine.power().name().toLowerCase(Locale.ROOT);
    }

    /** Puts this in the place of what was known of it; {@code since} moves only when the status changes. */
    private static void note(
            List<Condition> conditions, Condition.Name name, Condition.Status status, String evidence, Instant at) {
        for (int i = 0; i < conditions.size(); i++) {
            Condition known = conditions.get(i);
            if (known.name() == name) {
                if (known.status() != Condition.Status.TRUE || status != Condition.Status.TRUE) {
                    Instant since = known.status() == status ? known.since() : at;
                    conditions.set(i, new Condition(name, status, evidence, since));
                }
                return;
            }
        }
        conditions.add(new Condition(name, status, evidence, at));
    }

    /** After a look that asked no probes: READY if all holds, that the probes passed before among it. */
    static NodeEdit glanced(Node node, VerificationReport report, boolean probes) {
        List<Condition> conditions = conditions(node.conditions(), report);
        Set<Condition.Name> seen = conditions.stream().map(Condition::name).collect(Collectors.toSet());
        node.conditions().stream().filter(c -> !seen.contains(c.name())).forEach(conditions::add);
        NodeEdit edit = node.edit().conditions(conditions);
        Optional<VerificationReport.Check> failure = report.firstFailure();
        if (failure.isPresent()) {
            return edit.state(
                    NodeState.UNREADY,
                    failure.get().name() + ": " + failure.get().evidence());
        }
        boolean asked = conditions.stream().anyMatch(c -> c.name() == Condition.Name.PROBES_PASSED);
        boolean all = conditions.stream().allMatch(Condition::holds) && (asked || !probes);
        return all ? edit.state(NodeState.READY) : edit;
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
