package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.CachedMedium;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.journal.ProcessLock;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.spi.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packed bundles of the cache: what is there, who needs it, and what may go. */
public final class BundleMedia {
    private final Installation installation;
    private final Leases leases;

    BundleMedia(Installation installation) {
        this.installation = installation;
        this.leases =
                new Leases(installation.config().cache().resolve("bundles").resolve("leases"));
    }

    /**
     * One medium of the cache.
     *
     * @param holders the nodes that have it in their drives, or will have; of other homes, too
     */
    public record Entry(CachedMedium medium, List<Leases.Holder> holders) {
        public Entry {
            holders = List.copyOf(holders);
        }
    }

    /**
     * What goes.
     *
     * @param unusedFor media that were not used for so long
     * @param mostBytes and of the rest, the longest unused ones until so many bytes are left; those in use count, but stay
     */
    public record Limits(Duration unusedFor, long mostBytes) {
        /** Whatever is not in use. */
        public static final Limits NONE = new Limits(Duration.ZERO, 0);
    }

    /** What there is, the latest used first. */
    public List<Entry> list() {
        return installation.bundles().media().stream()
                .sorted(Comparator.comparing(CachedMedium::lastUsed).reversed())
                .map(m -> new Entry(m, leases.holders(m.digest())))
                .toList();
    }

    /** Removes what is in no use and beyond the limits; returns what went. */
    public List<CachedMedium> prune(Limits limits) {
        try (ProcessLock lock = lock(new UnwatchedWork())) {
            return removed(limits);
        }
    }

    /** From now on the node needs these; false if one of them is not here any more. */
    boolean lease(List<PackedLayer> layers, Node node, Work work) {
        try (ProcessLock lock = lock(work)) {
            if (!layers.stream().allMatch(layer -> Files.isRegularFile(layer.file()))) {
                return false;
            }
            Leases.Holder holder = new Leases.Holder(
                    node.id().toString(), "node " + node.spec().name());
            layers.forEach(layer -> leases.take(layer.digest(), holder));
            return true;
        }
    }

    /** True if the node has media in its drives, or will have. */
    boolean isLeasedBy(NodeId node) {
        return leases.holds(node.toString());
    }

    /** The node needs none any more. */
    void release(NodeId node) {
        leases.release(node.toString());
    }

    private List<CachedMedium> removed(Limits limits) {
        Set<Digest> needed = needed();
        Instant oldest = installation.clock().instant().minus(limits.unusedFor());
        List<Entry> entries = list();
        long left = entries.stream().mapToLong(e -> e.medium().bytes()).sum();
        List<CachedMedium> gone = new ArrayList<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            CachedMedium medium = entries.get(i).medium();
            boolean tooOld = !medium.lastUsed().isAfter(oldest);
            if ((tooOld || left > limits.mostBytes())
                    && entries.get(i).holders().isEmpty()
                    && !needed.contains(medium.digest())) {
                installation.bundles().remove(medium);
                gone.add(medium);
                left -= medium.bytes();
            }
        }
        return List.copyOf(gone);
    }

    private ProcessLock lock(Work work) {
        Path bundles =
                DurableFiles.privateDirectory(installation.config().cache().resolve("bundles"));
        return ProcessLock.hold(
                bundles.resolve("leases.lock"), work, "waiting for another process that tidies the packed bundles");
    }

    /** Nodes of a release without leases may still have media in their drives. */
    private Set<Digest> needed() {
        return installation.journal().nodes().stream()
                .filter(n -> n.state() == NodeState.PROVISIONING || n.state() == NodeState.FAILED)
                .flatMap(BundleMedia::digests)
                .collect(Collectors.toSet());
    }

    private static Stream<Digest> digests(Node node) {
        return node.bundle().stream().flatMap(b -> b.layers().stream()).map(NodeBundle.Layer::digest);
    }
}
