package dev.vivarium.core.engine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import java.util.List;

/** Starts a node and waits until it is READY. */
public final class StartNode implements Recipe<StartNode.Request, Node> {

    /** Nothing more needs to be said. */
    public record Request() {}

    @Override
    public String kind() {
        return "start";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(
                Step.of("start", "starting the machine", StartNode::start),
                Step.of("reachable", "waiting for SSH", (q, c) -> c.guest().awaitReachable()),
                Step.ready());
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private static void start(Request request, StepContext c) {
        Machine machine = c.hypervisor().start(c.machine(), c);
        c.update(n -> n.machine(machine).state(NodeState.UNREADY, "the guest is booting"));
    }
}
