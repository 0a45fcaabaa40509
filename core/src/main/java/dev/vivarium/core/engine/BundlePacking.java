package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import dev.vivarium.core.journal.DiskSpace;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Between the engine and the bundle's media: packs them for a node and leases them to it, until they leave its drives. Media
 * that are leased are not pruned.
 */
final class BundlePacking {
    private static final int TRIES = 3;

    private BundlePacking() {}

    /** Packs the bundle, or finds it packed, and leases its media to the node. */
    static NodeBundle pack(Installation installation, Path directory, Node node, Work work) {
        for (int i = 0; i < TRIES; i++) {
            PackedBundle packed = packed(installation, directory, work);
            // what was pruned between its packing and its lease is packed once more
            if (installation.media().lease(packed.layers(), node, work)) {
                return nodeBundle(packed, directory);
            }
        }
        throw new VivariumException(
                Kind.UNAVAILABLE,
                "bundle.pruned",
                "something removes packed bundles from the cache as soon as they are there; let that end and try again");
    }

    /**
     * Makes sure that the node's media are there: an operation that was interrupted may go on days later, in an emptied cache.
     *
     * @throws VivariumException CONFLICT if they are gone and the bundle's directory is no longer what it was
     */
    static void restore(Installation installation, Node node, Work work) {
        NodeBundle bundle = node.bundle().orElse(null);
        if (bundle == null || bundle.layers().stream().allMatch(l -> Files.isRegularFile(l.file()))) {
            return;
        }
        Path directory = node.spec()
                .bundle()
                .filter(Files::isDirectory)
                .orElseThrow(() -> gone(bundle, "its directory is gone, too: bring it back"));
        NodeBundle again = pack(installation, directory, node, work);
        if (!again.digest().equals(bundle.digest())) {
            throw gone(bundle, directory + " has changed since: bring back what it was, or remove the node");
        }
    }

    /** The media have left the node's drives, or the node is gone. */
    static void release(Installation installation, NodeId node) {
        installation.media().release(node);
    }

    private static VivariumException gone(NodeBundle bundle, String problem) {
        return new VivariumException(
                Kind.CONFLICT,
                "bundle.gone",
                "the packed media of bundle '" + bundle.name() + "' " + bundle.release()
                        + " are gone from the cache, and " + problem);
    }

    private static PackedBundle packed(Installation installation, Path directory, Work work) {
        try {
            return installation.bundles().pack(Bundle.open(directory), (done, total) -> {
                work.checkCancelled();
                work.progress(total == 0 ? 1 : (double) done / total, (done >> 20) + " of " + (total >> 20) + " MiB");
            });
        } catch (InputException e) {
            throw new VivariumException(Kind.INVALID, "bundle.invalid", String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw unwritten(directory, installation.config().cache().resolve("bundles"), e);
        }
    }

    private static VivariumException unwritten(Path directory, Path cache, UncheckedIOException e) {
        String most = DiskSpace.isFull(e)
                ? "; packed it takes up to "
                        + DiskSpace.words(Bundle.open(directory).contentBytes())
                : "";
        return new VivariumException(Kind.CAPACITY, "bundle.io", e.getMessage() + most + DiskSpace.remedy(e, cache), e);
    }

    private static NodeBundle nodeBundle(PackedBundle packed, Path directory) {
        return new NodeBundle(
                packed.manifest().name(),
                packed.manifest().release(),
                packed.digest(),
                packed.manifestText(),
                packed.layers().stream().map(BundlePacking::layer).toList(),
                Optional.of(directory));
    }

    private static NodeBundle.Layer layer(PackedLayer l) {
        return new NodeBundle.Layer(l.name(), l.digest(), l.label(), l.file(), l.mediumBytes(), l.unpackedBytes());
    }
}
