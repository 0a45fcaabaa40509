package dev.vivarium.core.model;

import dev.vivarium.cloudinit.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** What a machine's disk starts from. */
public sealed interface DiskSource {

    /**
     * An image in this host's cache.
     *
     * @param file a qcow2 or raw image that nobody changes
     * @param digest of the file; names it on the hypervisor
     */
    record ImageFile(Path file, Digest digest) implements DiskSource {}

    /**
     * A template that the hypervisor already has.
     *
     * @param name the hypervisor's own name for it
     */
    record Template(String name) implements DiskSource {}

    /**
     * An image that is not here yet: only pre-flight checks see it, as they come before anything is fetched.
     *
     * @param image what will be fetched
     */
    record Pending(ImageReference image) implements DiskSource {}

    /**
     * The disk of another machine of this hypervisor, as it is or as it was; for {@link
     * dev.vivarium.core.spi.Cloning} alone.
     *
     * @param source whose disk
     * @param snapshot as it was then; empty for what a machine that is off has now
     * @param linked whether what the source has is kept once for all its clones, or copied for this one
     */
    record CloneOf(NodeId source, Optional<SnapshotId> snapshot, boolean linked) implements DiskSource {}
}
