package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import java.util.List;
import java.util.Optional;

/** Removes a machine of ours that no node accounts for, and what is kept of it here. Never done but by request. */
public final class RemoveStray implements Recipe<RemoveStray.Request, NodeId> {
    private final Installation installation;

    /** Works on this installation. */
    public RemoveStray(Installation installation) {
        this.installation = installation;
    }

    /**
     * Which one.
     *
     * @param hypervisor the configured name
     * @param node the id in its mark
     */
    public record Request(String hypervisor, NodeId node) {}

    @Override
    public String kind() {
        return "remove-stray";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(
                Step.of("machine", "removing the machine", this::machine),
                Step.of("forget", "removing what belongs to it", this::forget));
    }

    /** There is no node that it could leave in some state. */
    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {}

    @Override
    public NodeId result(Request request, StepContext c) {
        return request.node();
    }

    /** @throws VivariumException CONFLICT if there is a node: its machine is no stray */
    static void refuseNode(Optional<Node> node) {
        node.ifPresent(n -> {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "stray.is-node",
                    "this machine belongs to the node '" + n.spec().name() + "'; remove that with 'vivarium rm "
                            + n.spec().name() + "'");
        });
    }

    private void machine(Request request, StepContext c) {
        refuseNode(c.nodeIfPresent()); // somebody may have taken it back before our turn came
        Hypervisor hypervisor = c.hypervisor(request.hypervisor());
        Machines.find(hypervisor, request.node()).ifPresent(m -> hypervisor.delete(m, c));
    }

    private void forget(Request request, StepContext c) {
        refuseNode(c.nodeIfPresent());
        NodeFiles files = installation.files(request.node());
        files.delete();
        BundlePacking.release(installation, request.node());
        new Images(installation).release(request.node());
    }
}
