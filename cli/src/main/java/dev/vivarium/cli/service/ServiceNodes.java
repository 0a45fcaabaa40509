package dev.vivarium.cli.service;

import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cli.nodes.LocatedGpu;
import dev.vivarium.cli.nodes.NodeWish;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.nodes.Task;
import dev.vivarium.cli.nodes.Use;
import dev.vivarium.client.ClientSettings;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.CloneRequest;
import dev.vivarium.client.model.Hypervisor;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.RollbackRequest;
import dev.vivarium.client.model.StopRequest;
import dev.vivarium.client.model.UpdateRequest;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.BindSecrets;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.StopMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Nodes that a service keeps. */
public final class ServiceNodes implements Nodes {
    private final VivariumClient client;
    private final KnownNodes known;
    private final ServiceImages images;

    /** Those of this service. */
    public ServiceNodes(VivariumClient client) {
        this.client = client;
        this.known = new KnownNodes(client);
        this.images = new ServiceImages(client);
    }

    @Override
    public NodeSpecBuilder defaults(String name) {
        return NodeSpec.builder(name);
    }

    @Override
    public List<Node> all() {
        return Answered.by(known::all);
    }

    @Override
    public Optional<Node> find(String nameOrId) {
        return Answered.by(() -> known.find(nameOrId));
    }

    @Override
    public List<String> names() {
        return Answered.by(known::names);
    }

    @Override
    public Node refreshed(NodeId node) {
        return Answered.by(() -> known.refreshed(node));
    }

    @Override
    public String console(NodeId node, int bytes) {
        return Answered.by(() -> client.nodes().console(node.value(), bytes).text());
    }

    @Override
    public Use use(NodeId node) {
        return new Use(Optional.empty(), Optional.empty());
    }

    @Override
    public List<Finding> preflight(NodeWish wish) {
        return Answered.by(() ->
                client.nodes().preflight(ToWire.spec(wish, bundle(wish.spec().bundle()))).findings().stream()
                        .map(FromWire::finding)
                        .toList());
    }

    @Override
    public Task<Node> up(NodeWish wish) {
        NodeSpec spec = wish.spec();
        return task(
                () -> {
                    Optional<dev.vivarium.client.model.Node> there = known.named(spec.name())
                            .filter(n -> asksForThis(
                                    wish, FromWire.node(n, List.of()).spec()));
                    return there.isPresent() ? goOn(there.get(), wish) : create(wish);
                },
                made -> known.get(made.node().orElseThrow()));
    }

    private Operation goOn(dev.vivarium.client.model.Node there, NodeWish wish) {
        if (there.operation().isPresent()) {
            return client.operations().get(there.operation().get());
        }
        return switch (there.state()) {
            case READY, STOPPED, UNREADY -> client.nodes().start(there.id());
            case FAILED -> client.nodes().retry(there.id());
            default -> create(wish);
        };
    }

    private Operation create(NodeWish wish) {
        dev.vivarium.client.model.NodeSpec spec =
                ToWire.spec(wish, bundle(wish.spec().bundle()));
        if (!wish.said().contains("id")) {
            return client.nodes().create(spec);
        }
        UUID id = wish.spec().id().value();
        return client.nodes().put(id, spec).orElseGet(() -> client.nodes().start(id));
    }

    /** What was not said may be anything. */
    private static boolean asksForThis(NodeWish wish, NodeSpec known) {
        NodeWish asIs = new NodeWish(known, wish.said());
        return ToWire.spec(wish, "").equals(ToWire.spec(asIs, ""))
                && (!wish.said().contains("bundle") || wish.spec().bundle().equals(known.bundle()));
    }

    @Override
    public Task<Node> start(NodeId node) {
        return onNode(node, () -> client.nodes().start(node.value()));
    }

    @Override
    public Task<Node> stop(NodeId node, StopMode mode) {
        StopRequest request =
                StopRequest.of(mode == StopMode.FORCED ? StopRequest.Mode.FORCE : StopRequest.Mode.GRACEFUL);
        return onNode(node, () -> client.nodes().stop(node.value(), request));
    }

    @Override
    public Task<VerificationReport> verify(NodeId node) {
        return task(
                () -> client.nodes().verify(node.value()),
                ended -> client.nodes()
                        .get(node.value())
                        .lastReport()
                        .map(r -> FromWire.report(node, r))
                        .orElseThrow(() -> new VivariumException(
                                Kind.INTERNAL, "report.missing", "the service has no report of this verification")));
    }

    @Override
    public Task<ProbeReport> probe(NodeId node, ProbeNode.Request request) {
        throw notHere("probe", "run it on the service's host, on its home");
    }

    @Override
    public Task<NodeSnapshot> snapshot(NodeId node, SnapshotNode.Request request) {
        return task(
                () -> client.snapshots().take(node.value(), ToWire.snapshot(request)),
                ended -> FromWire.snapshot(
                        client.snapshots().get(node.value(), request.id().value())));
    }

    @Override
    public Task<Node> rollback(NodeId node, RollbackNode.Request request) {
        RollbackRequest wish = RollbackRequest.of(request.safety().isPresent());
        return onNode(
                node,
                () -> client.snapshots()
                        .rollback(node.value(), request.snapshot().value(), wish));
    }

    @Override
    public Task<Node> deleteSnapshot(NodeId node, SnapshotId snapshot) {
        return onNode(node, () -> client.snapshots().delete(node.value(), snapshot.value()));
    }

    @Override
    public Task<Node> update(NodeId node, UpdateBundle.Request request) {
        return onNode(
                node,
                () -> client.nodes()
                        .update(
                                node.value(),
                                new UpdateRequest(
                                        bundle(Optional.of(request.bundle())),
                                        request.secrets(),
                                        Optional.of(request.snapshot().isPresent()))));
    }

    @Override
    public Task<Node> secrets(NodeId node, BindSecrets.Request request) {
        throw notHere("secrets", "use 'vivarium update', which hands them over too, or run it on the service's host");
    }

    @Override
    public Task<Node> cloneNode(CloneNode.Wish wish) {
        if (wish.minConsistency() != SnapshotKind.STOPPED) {
            throw notHere("clone --min-consistency", "stop the node first, or take a frozen snapshot of it");
        }
        CloneRequest request = new CloneRequest(
                wish.name(), Optional.of(wish.linked()), wish.from().map(SnapshotId::value), wish.labels());
        return task(
                () -> client.nodes().cloneNode(wish.source().value(), request),
                ended -> known.get(ended.result()
                        .flatMap(Operation.Result::node)
                        .or(ended::node)
                        .orElseThrow()));
    }

    @Override
    public Task<NodeId> delete(NodeId node) {
        return task(() -> client.nodes().delete(node.value()), ended -> node);
    }

    @Override
    public List<LocatedGpu> gpus() {
        return Answered.by(() -> client.hypervisors().gpus(Optional.empty()).stream()
                .map(g -> new LocatedGpu(g.hypervisor(), FromWire.gpu(g)))
                .toList());
    }

    @Override
    public List<HeldImage> images() {
        return images.list();
    }

    @Override
    public Task<HeldImage> pull(ImageReference reference) {
        return images.pull(reference);
    }

    @Override
    public Task<HeldImage> removeImage(String text) {
        return images.remove(text);
    }

    @Override
    public String runsOn(String hypervisor) {
        Hypervisor h = Answered.by(() -> client.hypervisors().get(hypervisor));
        String reason = h.details().getOrDefault("accelerator reason", "");
        return "'" + h.name() + "', " + h.kind() + " " + h.version().orElse("of an unknown version")
                + Optional.ofNullable(h.details().get("accelerator"))
                        .map(a -> " by " + a.toUpperCase(java.util.Locale.ROOT))
                        .orElse("")
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    @Override
    public Vivarium here(String what, String instead) {
        throw notHere(what, instead);
    }

    @Override
    public void close() {
        // its connections are the JDK's, and end with this process
    }

    /** A directory can be given to a service of this machine; another one cannot see it. */
    private String bundle(Optional<Path> directory) {
        String path =
                directory.map(d -> d.toAbsolutePath().normalize().toString()).orElse("");
        if (!path.isEmpty() && !ClientSettings.isLoopback(client.settings().address())) {
            return new BundleUpload(client).bundle(Path.of(path));
        }
        return path;
    }

    private Task<Node> onNode(NodeId node, Supplier<Operation> begin) {
        return task(begin, ended -> known.get(node.value()));
    }

    private <T> Task<T> task(Supplier<Operation> begin, Function<Operation, T> result) {
        return new ServiceTask<>(client, Answered.by(begin), result);
    }

    private VivariumException notHere(String what, String instead) {
        return new VivariumException(
                Kind.UNSUPPORTED,
                "remote." + what.replace(' ', '-'),
                "'" + what + "' needs files of the service's host, "
                        + client.settings().address() + "; " + instead);
    }
}
