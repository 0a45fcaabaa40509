package dev.vivarium.core.engine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.spi.StopMode;
import java.util.List;

/** Stops a node. */
public final class StopNode implements Recipe<StopNode.Request, Node> {

    /**
     * How it is stopped.
     *
     * @param mode asks the guest, or cuts power
     */
    public record Request(StopMode mode) {}

    @Override
    public String kind() {
        return "stop";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(Step.of("stop", "stopping the machine", StopNode::stop));
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private static void stop(Request request, StepContext c) {
        c.guest().hangUp();
        Machine machine = c.hypervisor().stop(c.machine(), request.mode(), c);
        c.update(n -> n.machine(machine).conditions(List.of()).state(NodeState.STOPPED));
    }
}
