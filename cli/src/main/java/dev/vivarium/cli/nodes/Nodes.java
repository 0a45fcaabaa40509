package dev.vivarium.cli.nodes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.BindSecrets;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.spi.StopMode;
import java.util.List;
import java.util.Optional;

/**
 * Nodes, and what can be done with them. Every failure is a {@link dev.vivarium.core.model.VivariumException}; of what is not
 * possible here, UNSUPPORTED with what to do instead.
 */
public interface Nodes extends AutoCloseable {
    /** A wish with the defaults of the place where nodes are kept. */
    NodeSpecBuilder defaults(String name);

    /** All, by name, as last known. */
    List<Node> all();

    /** The node of this name, this id, or this beginning of an id, as last known. */
    Optional<Node> find(String nameOrId);

    /** What they are called. */
    List<String> names();

    /** The same node as its hypervisor says that it is now. */
    Node refreshed(NodeId node);

    /** The end of what the node's guest wrote to its serial console, at most so many bytes of it; not tamed everywhere. */
    String console(NodeId node, int bytes);

    /** What the node's machine takes now, as far as that can be told from here. */
    Use use(NodeId node);

    /** All that would make {@link #up} fail, found without making anything. */
    List<Finding> preflight(NodeWish wish);

    /** Makes the node, goes on with making it, tries again what failed, or starts it. */
    Task<Node> up(NodeWish wish);

    Task<Node> start(NodeId node);

    Task<Node> stop(NodeId node, StopMode mode);

    Task<VerificationReport> verify(NodeId node);

    Task<ProbeReport> probe(NodeId node, ProbeNode.Request request);

    Task<NodeSnapshot> snapshot(NodeId node, SnapshotNode.Request request);

    Task<Node> rollback(NodeId node, RollbackNode.Request request);

    Task<Node> deleteSnapshot(NodeId node, SnapshotId snapshot);

    Task<Node> update(NodeId node, UpdateBundle.Request request);

    Task<Node> secrets(NodeId node, BindSecrets.Request request);

    Task<Node> cloneNode(CloneNode.Wish wish);

    Task<NodeId> delete(NodeId node);

    /** The GPUs of all hypervisors. */
    List<LocatedGpu> gpus();

    /** The disk images at hand, the one that was used last first. */
    List<HeldImage> images();

    /** Fetches an image. */
    Task<HeldImage> pull(ImageReference reference);

    /** Removes an image, by its name, reference, digest or the beginning of that. */
    Task<HeldImage> removeImage(String text);

    /** What runs the machines of this hypervisor, for people. */
    String runsOn(String hypervisor);

    /**
     * The library, for what needs the keys or files of this machine.
     *
     * @param what that is, as a command
     * @param instead what to do if nodes are kept elsewhere
     */
    Vivarium here(String what, String instead);

    @Override
    void close();
}
