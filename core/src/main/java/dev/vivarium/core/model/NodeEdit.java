package dev.vivarium.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A changed copy of a {@link Node} in the making. */
public final class NodeEdit {
    private final Node from;
    private NodeSpec spec;
    private NodeState state;
    private List<Condition> conditions;
    private Optional<Machine> machine;
    private Optional<NodeBundle> bundle;
    private List<NodeSnapshot> snapshots;
    private long generation;
    private Optional<String> problem;

    NodeEdit(Node from) {
        this.from = from;
        this.spec = from.spec();
        this.state = from.state();
        this.conditions = from.conditions();
        this.machine = from.machine();
        this.bundle = from.bundle();
        this.snapshots = from.snapshots();
        this.generation = from.generation();
        this.problem = from.problem();
    }

    /** Another wish: an update changes what is wanted. */
    public NodeEdit spec(NodeSpec value) {
        this.spec = value;
        return this;
    }

    /** A new state; the problem is forgotten. */
    public NodeEdit state(NodeState value) {
        this.state = value;
        this.problem = Optional.empty();
        return this;
    }

    /** A new state, and why. */
    public NodeEdit state(NodeState value, String why) {
        this.state = value;
        this.problem = Optional.of(why);
        return this;
    }

    /** New observations. */
    public NodeEdit conditions(List<Condition> value) {
        this.conditions = value;
        return this;
    }

    /** The machine as last seen. */
    public NodeEdit machine(Machine value) {
        this.machine = Optional.of(value);
        return this;
    }

    /** There is no machine. */
    public NodeEdit noMachine() {
        this.machine = Optional.empty();
        return this;
    }

    /** What was packed. */
    public NodeEdit bundle(NodeBundle value) {
        this.bundle = Optional.of(value);
        return this;
    }

    /** There is no bundle. */
    public NodeEdit noBundle() {
        this.bundle = Optional.empty();
        return this;
    }

    /** The snapshots, oldest first. */
    public NodeEdit snapshots(List<NodeSnapshot> value) {
        this.snapshots = value;
        return this;
    }

    /** One generation on. */
    public NodeEdit nextGeneration() {
        this.generation++;
        return this;
    }

    /** The copy. */
    public Node at(Instant now) {
        return new Node(
                from.id(),
                spec,
                from.identity(),
                state,
                conditions,
                machine,
                bundle,
                snapshots,
                generation,
                problem,
                from.createdAt(),
                now);
    }
}
