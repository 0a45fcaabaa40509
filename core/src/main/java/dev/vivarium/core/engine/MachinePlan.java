package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.Expectation;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a hypervisor is asked for, from what a user wants. Pure functions. */
final class MachinePlan {
    /** The seed, and a bundle of as many layers; more layers get more drives. */
    private static final int LEAST_DRIVES = 5;

    /** For a question of which nothing is expected. */
    static final Expectation ANY_ANSWER = new Expectation(Expectation.How.CONTAINS, "");

    private static final int SSH = 22;

    private MachinePlan() {}

    /** The machine for this node. */
    static MachineSpec of(Node node, InstallationId installation, DiskSource disk, List<Medium> media) {
        return new MachineSpec(
                node.id(),
                installation,
                node.spec().name(),
                disk,
                node.spec().cores(),
                node.spec().memoryMiB(),
                node.spec().diskMiB(),
                drives(node),
                media,
                node.spec().network(),
                node.identity().mac(),
                ports(node),
                node.spec().wantedGpus());
    }

    /** How many drives the machine has, as far as it is known: one for the seed, one for each layer that it ever had. */
    static int drives(Node node) {
        int layers = Stream.concat(
                        node.bundle().stream(), node.snapshots().stream().flatMap(s -> s.bundle().stream()))
                .mapToInt(b -> b.layers().size())
                .max()
                .orElse(0);
        return Math.max(LEAST_DRIVES, 1 + layers);
    }

    /** The machine as far as it can be said before anything is fetched or packed. */
    static MachineSpec planned(Node node, InstallationId installation) {
        DiskSource disk = node.spec().image() instanceof ImageReference.Template template
                ? new DiskSource.Template(template.name())
                : new DiskSource.Pending(node.spec().image());
        return of(node, installation, disk, List.of());
    }

    /** The seed in its drive, the bundle's layers in the next ones. */
    static List<Medium> media(Path seed, List<NodeBundle.Layer> layers) {
        List<Medium> media = new ArrayList<>();
        media.add(new Medium(Medium.SEED_SLOT, "CIDATA", seed));
        for (int i = 0; i < layers.size(); i++) {
            media.add(new Medium(
                    Medium.SEED_SLOT + 1 + i,
                    layers.get(i).label(),
                    layers.get(i).file()));
        }
        return media;
    }

    /** The layers that come in drives; none if the bundle comes in another way. */
    static List<NodeBundle.Layer> layersInDrives(Node node) {
        return node.spec().delivery() instanceof Delivery.Medium
                ? node.bundle().map(NodeBundle::layers).orElse(List.of())
                : List.of();
    }

    private static List<Integer> ports(Node node) {
        TreeSet<Integer> ports = new TreeSet<>(node.spec().publish());
        ports.add(SSH);
        node.bundle().ifPresent(b -> manifest(b).ports().forEach(p -> ports.add(p.port())));
        return List.copyOf(ports);
    }

    /** What the bundle says, as it was packed. */
    static BundleManifest manifest(NodeBundle bundle) {
        return BundleManifest.parse(bundle.name() + "/" + BundleManifest.FILE_NAME, bundle.manifest());
    }
}
