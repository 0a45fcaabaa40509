package dev.vivarium.cli.nodes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.BindSecrets;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.image.StoredImage;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.core.spi.StopMode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Nodes that this process keeps, by the library. */
public final class LibraryNodes implements Nodes {
    private final VivariumConfig config;
    private final Vivarium vivarium;
    private final Clock clock;

    /** Those of this configuration's installation. */
    public LibraryNodes(VivariumConfig config, Clock clock) {
        this.config = config;
        this.vivarium = Vivarium.open(config);
        this.clock = clock;
    }

    @Override
    public NodeSpecBuilder defaults(String name) {
        return config.defaults().node(name);
    }

    @Override
    public List<Node> all() {
        return vivarium.nodes();
    }

    @Override
    public Optional<Node> find(String nameOrId) {
        List<Node> all = all();
        return all.stream()
                .filter(n -> n.spec().name().equals(nameOrId))
                .findFirst()
                .or(() -> only(all, n -> n.id().toString().equals(nameOrId)))
                .or(() -> only(all, n -> n.id().brief().equals(nameOrId)));
    }

    private static Optional<Node> only(List<Node> all, Predicate<Node> which) {
        List<Node> found = all.stream().filter(which).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    @Override
    public List<String> names() {
        return all().stream().map(n -> n.spec().name()).toList();
    }

    @Override
    public Node refreshed(NodeId node) {
        return vivarium.refresh(node);
    }

    @Override
    public String console(NodeId node, int bytes) {
        Node known = vivarium.node(node)
                .orElseThrow(() -> new VivariumException(Kind.NOT_FOUND, "node.unknown", "there is no node " + node));
        return NodeConsole.of(vivarium.installation(), known).tail(NodeConsole.machine(known), bytes);
    }

    @Override
    public Use use(NodeId node) {
        return new Use(vivarium.usage(node), vivarium.limits(node));
    }

    @Override
    public List<Finding> preflight(NodeWish wish) {
        return vivarium.preflight(wish.spec());
    }

    @Override
    public Task<Node> up(NodeWish wish) {
        Optional<Node> known = vivarium.node(wish.spec().name())
                .filter(n -> n.spec().asksTheSameAs(wish.spec()))
                .map(n -> vivarium.refresh(n.id()));
        NodeState state = known.map(Node::state).orElse(NodeState.PROVISIONING);
        return Task.of(
                switch (state) {
                    case READY, STOPPED, UNREADY ->
                        vivarium.start(known.orElseThrow().id());
                    default -> vivarium.create(wish.spec());
                });
    }

    @Override
    public Task<Node> start(NodeId node) {
        return Task.of(vivarium.start(node));
    }

    @Override
    public Task<Node> stop(NodeId node, StopMode mode) {
        return Task.of(vivarium.stop(node, mode));
    }

    @Override
    public Task<VerificationReport> verify(NodeId node) {
        return Task.of(vivarium.verify(node));
    }

    @Override
    public Task<ProbeReport> probe(NodeId node, ProbeNode.Request request) {
        return Task.of(vivarium.probe(node, request));
    }

    @Override
    public Task<NodeSnapshot> snapshot(NodeId node, SnapshotNode.Request request) {
        return Task.of(vivarium.snapshot(node, request));
    }

    @Override
    public Task<Node> rollback(NodeId node, RollbackNode.Request request) {
        return Task.of(vivarium.rollback(node, request));
    }

    @Override
    public Task<Node> deleteSnapshot(NodeId node, SnapshotId snapshot) {
        return Task.of(vivarium.deleteSnapshot(node, snapshot));
    }

    @Override
    public Task<Node> update(NodeId node, UpdateBundle.Request request) {
        return Task.of(vivarium.update(node, request));
    }

    @Override
    public Task<Node> secrets(NodeId node, BindSecrets.Request request) {
        return Task.of(vivarium.secrets(node, request));
    }

    @Override
    public Task<Node> cloneNode(CloneNode.Wish wish) {
        return Task.of(vivarium.clone(wish));
    }

    @Override
    public Task<NodeId> delete(NodeId node) {
        return Task.of(vivarium.delete(node));
    }

    @Override
    public List<LocatedGpu> gpus() {
        List<LocatedGpu> all = new ArrayList<>();
        for (HypervisorConfig hypervisor : config.hypervisors()) {
            vivarium.gpus(hypervisor.name()).forEach(gpu -> all.add(new LocatedGpu(hypervisor.name(), gpu)));
        }
        return all;
    }

    @Override
    public List<HeldImage> images() {
        return vivarium.images().list().stream().map(LibraryNodes::held).toList();
    }

    @Override
    public Task<HeldImage> pull(ImageReference reference) {
        return new LocalWork<>(
                "pull",
                "getting " + reference,
                clock,
                work -> held(vivarium.images().pull(reference, work)));
    }

    @Override
    public Task<HeldImage> removeImage(String text) {
        return new LocalWork<>(
                "rm", "removing " + text, clock, work -> held(vivarium.images().remove(text, work)));
    }

    /** The same image in these words. */
    public static HeldImage held(StoredImage image) {
        return new HeldImage(
                image.digest(),
                image.names(),
                image.origins(),
                image.bytes(),
                Optional.of(image.lastUse()),
                image.users().stream().map(Leases.Holder::text).toList(),
                Optional.of(image.file().toString()));
    }

    @Override
    public String runsOn(String hypervisor) {
        HypervisorInfo info = vivarium.installation().hypervisor(hypervisor).info();
        String accelerator = info.details().getOrDefault("accelerator", "");
        String reason = info.details().getOrDefault("accelerator reason", "");
        return "'" + info.name() + "', " + info.kind() + " " + info.version()
                + (accelerator.isEmpty() ? "" : " by " + accelerator.toUpperCase(Locale.ROOT))
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    @Override
    public Vivarium here(String what, String instead) {
        return vivarium;
    }

    @Override
    public void close() {
        vivarium.close();
    }
}
