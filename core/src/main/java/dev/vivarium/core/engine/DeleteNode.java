package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import java.util.List;

/** Removes a node: its machine with all snapshots, its seed, its record. */
public final class DeleteNode implements Recipe<DeleteNode.Request, NodeId> {
    private final Installation installation;

    /** Works on this installation. */
    public DeleteNode(Installation installation) {
        this.installation = installation;
    }

    /**
     * Which node.
     *
     * @param node the id, as the record is gone at the end
     */
    public record Request(NodeId node) {}

    @Override
    public String kind() {
        return "delete";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(
                Step.of("machine", "removing the machine", DeleteNode::machine),
                Step.of("forget", "removing what belongs to it", this::forget));
    }

    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        if (c.nodeIfPresent().isPresent()) {
            c.update(n -> failure.kind() == Kind.CANCELLED
                    ? n.state(NodeState.UNREADY, "its removal was cancelled; 'verify' tells what is left")
                    : NodeStates.failed(n, failure));
        }
    }

    @Override
    public NodeId result(Request request, StepContext c) {
        return request.node();
    }

    private static void machine(Request request, StepContext c) {
        if (c.nodeIfPresent().isEmpty()) {
            return; // a cancelled create took it away before our turn
        }
        c.update(n -> n.state(NodeState.DELETING));
        c.guest().hangUp();
        Machines.delete(c);
        c.update(n -> n.noMachine());
    }

    private void forget(Request request, StepContext c) {
        installation.files(request.node()).delete();
        BundlePacking.release(installation, request.node());
        new Images(installation).release(request.node());
        c.removeNode();
    }
}
