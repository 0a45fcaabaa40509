package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.image.ImageShelf;
import dev.vivarium.core.image.StoredImage;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The disk images of an installation, and which nodes stand on them. A node's disk is a difference to its image, so an image
 * that a node stands on is leased to it from before the disk is made until the node is gone, and never removed meanwhile.
 */
public final class Images {
    private final Installation installation;
    private final ImageShelf shelf;

    /** Those of this installation. */
    public Images(Installation installation) {
        this.installation = installation;
        this.shelf = installation.images().shelf();
    }

    /** All of them, the one that was used last first. */
    public List<StoredImage> list() {
        renewLeases();
        return shelf.list();
    }

    /**
     * Fetches an image before a node needs it, then makes room for it.
     *
     * @throws VivariumException INVALID if it is a template, which is the hypervisor's own; and as
     *     {@link dev.vivarium.core.image.ImageStore#resolve(ImageReference, Work)}
     */
    public StoredImage pull(ImageReference reference, Work work) {
        return stored(installation.images().resolve(reference, work), work);
    }

    /**
     * Takes an image from a file, for sites without a network.
     *
     * @param name what it is called from now on; may be empty
     * @param digest that it must have; may be empty
     */
    public StoredImage take(Path file, Optional<ImageReference.Named> name, Optional<Digest> digest, Work work) {
        return stored(installation.images().take(file, name, digest, work), work);
    }

    /**
     * Removes an image.
     *
     * @param text its name, reference, digest or the beginning of that
     * @throws VivariumException NOT_FOUND; CONFLICT {@code image.used} that says which nodes stand on it
     */
    public StoredImage remove(String text, Work work) {
        StoredImage image = shelf.find(text);
        refuseUnclear();
        shelf.remove(image, work);
        return image;
    }

    /**
     * Removes images that no node stands on and that have no name of the user's, those first that were not used for the
     * longest time; and what is left of downloads that were given up.
     *
     * @param limit it stops when the rest takes no more than this; empty to remove all of them
     * @return what was removed
     */
    public List<StoredImage> prune(Optional<Size> limit, Work work) {
        refuseUnclear();
        return shelf.prune(limit.map(Images::bytes).orElse(0L), Optional.empty(), work);
    }

    /** The image that this node is to stand on; from now on it is the node's. */
    DiskSource resolve(Node node, Work work) {
        return installation.images().resolve(node.spec().image(), holder(node), work);
    }

    /** A clone stands on what its source stands on. */
    void inherit(NodeId source, Node clone) {
        renewLeases();
        shelf.leases().copy(source.toString(), holder(clone));
    }

    /** The image that a machine stands on which was taken back, if it is one of the cache; from now on it is the node's. */
    Optional<DiskSource> adopt(Node node) {
        if (node.spec().image() instanceof ImageReference.LocalFile local) {
            Optional<StoredImage> image = shelf.list().stream()
                    .filter(i -> i.file().equals(local.file()))
                    .findFirst();
            image.ifPresent(i -> shelf.leases().take(i.digest(), holder(node)));
            return image.map(i -> new DiskSource.ImageFile(i.file(), i.digest()));
        }
        return Optional.empty();
    }

    /** The node needs no image any more. */
    void release(NodeId node) {
        shelf.leases().release(node.toString());
    }

    /** Keeps the cache within its limit; this image stays. */
    void makeRoom(DiskSource disk, Work work) {
        if (!(disk instanceof DiskSource.ImageFile image)) {
            return;
        }
        long limit = bytes(installation.config().imageCache());
        boolean over = shelf.bytes() > limit;
        if (over && !renewLeases().isEmpty()) {
            return;
        }
        shelf.prune(over ? limit : Long.MAX_VALUE, Optional.of(image.digest()), work);
    }

    private StoredImage stored(DiskSource disk, Work work) {
        if (disk instanceof DiskSource.ImageFile image) {
            makeRoom(disk, work);
            return shelf.find(image.digest().toString());
        }
        throw new VivariumException(
                Kind.INVALID, "image.template", "a template is the hypervisor's own; there is nothing to fetch");
    }

    private static long bytes(Size size) {
        return size.mebibytes() << 20;
    }

    private void refuseUnclear() {
        List<String> unclear = renewLeases();
        if (!unclear.isEmpty()) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "image.used",
                    "nobody wrote down which image stands below " + String.join(", ", unclear)
                            + ", so none is removed while they exist");
        }
    }

    /**
     * Earlier releases made nodes without leases: their journals say on which image those stand.
     *
     * @return the nodes of which not even the journal says it
     */
    private List<String> renewLeases() {
        List<String> unclear = new ArrayList<>();
        for (Node node : installation.journal().nodes()) {
            if (shelf.leases().holds(node.id().toString())) {
                continue;
            }
            Optional<DiskSource> disk = chosen(node);
            if (disk.orElse(null) instanceof DiskSource.ImageFile image) {
                shelf.leases().take(image.digest(), holder(node));
            } else if (disk.isEmpty() && node.machine().isPresent() && !ofTemplate(node)) {
                unclear.add(node.spec().name());
            }
        }
        return unclear;
    }

    private static boolean ofTemplate(Node node) {
        return node.spec().image() instanceof ImageReference.Template;
    }

    private Optional<DiskSource> chosen(Node node) {
        return Stream.concat(
                        installation.journal().ended(node.id()).stream(),
                        installation.journal().unfinished(node.id()).stream())
                .flatMap(h -> disk(h).stream())
                .reduce((earlier, later) -> later);
    }

    private static Optional<DiskSource> disk(OperationHistory history) {
        return history.recall("", CreateNode.DISK).map(CreateNode.DiskChoice::disk);
    }

    private static Leases.Holder holder(Node node) {
        return new Leases.Holder(node.id().toString(), "node " + node.spec().name());
    }
}
