package dev.vivarium.core;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.BindSecrets;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.DeleteNode;
import dev.vivarium.core.engine.DeleteSnapshot;
import dev.vivarium.core.engine.Images;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.engine.Lookout;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Operations;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.engine.PullImage;
import dev.vivarium.core.engine.Recipe;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.engine.StartNode;
import dev.vivarium.core.engine.StopNode;
import dev.vivarium.core.engine.Turn;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.engine.VerifyNode;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.StopMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Vivarium as a library: creates nodes, proves that they came up, snapshots them, rolls them back.
 *
 * <p>What changes a node returns at once with an {@link Operation}; {@code await()} waits for its end. An operation is
 * durable: if this process dies, the same request again, or {@link #resume()}, goes on where it was. Safe for use by
 * several threads; several processes may share one home.
 *
 * <p>Every failure is a {@link VivariumException}. Those that a method itself throws say that nothing was begun; those
 * of {@code await()} say how the work ended.
 */
public final class Vivarium implements AutoCloseable {
    private final Installation installation;
    private final Operations operations;
    private final MachineQuestions machines;
    private final Recipes recipes;
    private final Lookout lookout;

    private Vivarium(Installation installation, BiFunction<Installation, List<Recipe<?, ?>>, Operations> execution) {
        this.installation = installation;
        this.machines = new MachineQuestions(installation);
        this.recipes = new Recipes(installation);
        this.operations = execution.apply(installation, recipes.all());
        this.lookout = new Lookout(installation, operations, recipes.strays);
    }

    /** Opens the installation that this file describes; INVALID with file, line and what to do if the file is wrong. */
    public static Vivarium open(Path config) {
        return open(VivariumConfig.read(config));
    }

    /** Opens an installation. */
    public static Vivarium open(VivariumConfig config) {
        return open(Installation.open(config));
    }

    /** Uses these parts, and closes them at the end. */
    public static Vivarium open(Installation installation) {
        return new Vivarium(installation, Operations::new);
    }

    /** The same, but what is accepted is only written down: whichever instance claims it calls {@link #run}. */
    public static Vivarium byClaim(Installation installation) {
        return new Vivarium(installation, Operations::byClaim);
    }

    /** The parts, for programs that need more than the calls below. */
    public Installation installation() {
        return installation;
    }

    /**
     * Creates a node and proves that it is READY. The same wish again goes on with what an earlier, interrupted call
     * began, or tries again what FAILED.
     *
     * @throws VivariumException CONFLICT if another node has this name, or this one exists already
     */
    public Operation<Node> create(NodeSpec spec) {
        return recipes.create.accept(spec, operations);
    }

    /** All that would make {@link #create} fail, found without making anything. */
    public List<Finding> preflight(NodeSpec spec) {
        return recipes.create.preflight(spec);
    }

    /**
     * Makes a new node from another one, with an identity of its own, and proves that it is READY. The source stays as it is.
     * The same wish again goes on with what an earlier, interrupted call began, or tries again what FAILED.
     *
     * @throws VivariumException CONFLICT if another node has this name or the source's snapshot holds too little, NOT_FOUND if
     *     there is no such source
     */
    public Operation<Node> clone(CloneNode.Wish wish) {
        return recipes.cloneNode.accept(wish, operations);
    }

    /** The GPUs of a hypervisor, usable or not; none if it passes no GPUs through. */
    public List<Gpu> gpus(String hypervisor) {
        return installation.hypervisor(hypervisor).gpus().map(Gpus::list).orElse(List.of());
    }

    /** Starts a node and waits until it is READY; one that runs is only checked. */
    public Operation<Node> start(NodeId node) {
        return operations.accept(recipes.start, known(node), new StartNode.Request());
    }

    /** Shuts a node down, within the hypervisor's limit; then cuts power. */
    public Operation<Node> stop(NodeId node) {
        return stop(node, StopMode.GRACEFUL);
    }

    /** Stops a node. */
    public Operation<Node> stop(NodeId node, StopMode mode) {
        return operations.accept(recipes.stop, known(node), new StopNode.Request(mode));
    }

    /** Looks whether the node is what it should be; its state follows. */
    public Operation<VerificationReport> verify(NodeId node) {
        return operations.accept(recipes.verify, known(node), new VerifyNode.Request());
    }

    /**
     * Asks the bundle's probes without limits and under each of these, and takes the limits away again; those of one that
     * was interrupted as well, before it begins.
     */
    public Operation<ProbeReport> probe(NodeId node, ProbeNode.Request request) {
        return operations.accept(recipes.probe, known(node), request);
    }

    /** Takes the best snapshot that is possible here; never one as if power was cut. */
    public Operation<NodeSnapshot> snapshot(NodeId node, String name) {
        return snapshot(node, SnapshotNode.Request.of(name));
    }

    /** Takes a snapshot; the same request again goes on with an interrupted one, and the same id again is the same snapshot. */
    public Operation<NodeSnapshot> snapshot(NodeId node, SnapshotNode.Request request) {
        return operations
                .resume(recipes.snapshot, known(node), request::asksTheSameAs)
                .or(() -> operations.ended(recipes.snapshot, node, q -> q.id().equals(request.id())))
                .orElseGet(() -> operations.accept(recipes.snapshot, node, request));
    }

    /** Brings a node back to a snapshot and proves that it is there. */
    public Operation<Node> rollback(NodeId node, SnapshotId to) {
        return rollback(node, new RollbackNode.Request(to, Optional.empty()));
    }

    /** Brings a node back; the same request again goes on with an interrupted one. */
    public Operation<Node> rollback(NodeId node, RollbackNode.Request request) {
        return operations.resumeOrAccept(recipes.rollback, known(node), request, request::asksTheSameAs);
    }

    /**
     * Gives a running node another release of its bundle; its memory is kept. A snapshot is taken first, and what fails
     * switches back to the release before.
     */
    public Operation<Node> update(NodeId node, Path bundle) {
        return update(node, UpdateBundle.Request.of(bundle));
    }

    /** Gives a running node another bundle; the same request again goes on with an interrupted one. */
    public Operation<Node> update(NodeId node, UpdateBundle.Request request) {
        return operations.resumeOrAccept(recipes.update, known(node), request, request::asksTheSameAs);
    }

    /** Reads the values of a running node's secrets again and hands them over; services start anew if one has changed. */
    public Operation<Node> secrets(NodeId node, BindSecrets.Request request) {
        return operations.resumeOrAccept(recipes.bindSecrets, known(node), request, request::equals);
    }

    /** Removes a snapshot; those taken after it stay. */
    public Operation<Node> deleteSnapshot(NodeId node, SnapshotId which) {
        return deleteSnapshot(node, new DeleteSnapshot.Request(which));
    }

    /** Removes a snapshot as asked. */
    public Operation<Node> deleteSnapshot(NodeId node, DeleteSnapshot.Request request) {
        return operations.accept(recipes.deleteSnapshot, known(node), request);
    }

    /**
     * Pins a snapshot, or gives it other labels; what it holds stays as it is.
     *
     * @throws VivariumException CONFLICT {@code node.busy} while an operation works on the node, NOT_FOUND if there is no such
     *     snapshot
     */
    public NodeSnapshot edit(NodeId node, SnapshotId which, UnaryOperator<NodeSnapshot> change) {
        return operations
                .ifIdle(known(node), id -> installation.reconcile().edit(id, which, change))
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT, "node.busy", "an operation works on the node; try again when it has ended"));
    }

    /** Removes a node with all that is its own. Cancels what runs or is unfinished on it. */
    public Operation<NodeId> delete(NodeId node) {
        known(node);
        operations.cancelAll(node);
        return operations.accept(recipes.delete, node, new DeleteNode.Request(node));
    }

    /** All nodes, by name, as last known; {@link #refresh} asks the hypervisor. */
    public List<Node> nodes() {
        return installation.journal().nodes();
    }

    /** The node, as last known. */
    public Optional<Node> node(NodeId id) {
        return installation.journal().node(id);
    }

    /** The node of this name, as last known. */
    public Optional<Node> node(String name) {
        return installation.journal().node(name);
    }

    /** Asks the hypervisor what became of the node's machine and snapshots, and writes down what changed. */
    public Node refresh(NodeId id) {
        return installation.reconcile().refresh(known(id), operations);
    }

    /** What became of nodes behind our back, and machines of ours that no node accounts for. */
    public Lookout lookout() {
        return lookout;
    }

    /** What the node's machine takes of its host now; empty if it has none, or the hypervisor cannot tell. */
    public Optional<ResourceUsage> usage(NodeId id) {
        return machines.ask(
                known(id), (hypervisor, machine) -> hypervisor.usage().map(u -> u.of(machine)));
    }

    /** The limits that the node's machine is under now. */
    public Optional<Limits.Applied> limits(NodeId id) {
        return machines.ask(
                known(id), (hypervisor, machine) -> hypervisor.limits().flatMap(l -> l.current(machine)));
    }

    /** Fetches an image before a node needs it; the same again goes on with one that is under way. */
    public Operation<Digest> pull(ImageReference image) {
        PullImage.Request request = new PullImage.Request(image);
        return operations.resumeOrAccept(recipes.pull, request.place(), request, request::equals);
    }

    /** The disk images at hand: to be fetched, taken from files, listed and removed. */
    public Images images() {
        return new Images(installation);
    }

    /** What each step of an operation does, for people, by its name. */
    public Map<String, String> stepTexts(OperationRecord operation) {
        return operations.stepTexts(operation);
    }

    /** Goes on with everything that earlier processes left unfinished. */
    public List<Operation<?>> resume() {
        return operations.resume();
    }

    /** Runs an operation in this thread, if its turn has come; see {@link Operations#run}. */
    public Turn run(OperationId operation) {
        return operations.run(operation);
    }

    /** Lets running operations stop where they are; the next process goes on with them. Machines run on. */
    @Override
    public void close() {
        operations.close();
        installation.close();
    }

    private NodeId known(NodeId node) {
        if (installation.journal().node(node).isEmpty()) {
            throw new VivariumException(Kind.NOT_FOUND, "node.unknown", "there is no node " + node);
        }
        return node;
    }
}
