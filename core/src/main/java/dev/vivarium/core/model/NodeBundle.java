package dev.vivarium.core.model;

import dev.vivarium.cloudinit.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The bundle in a node, as it was packed.
 *
 * @param name the bundle's name
 * @param release the bundle's own version
 * @param digest over manifest and layers
 * @param manifest the text of {@code bundle.yaml} as packed: what is verified does not change when the directory does
 * @param layers the media, in order
 * @param directory what it was packed from; empty in records of before updates
 */
public record NodeBundle(
        String name, String release, Digest digest, String manifest, List<Layer> layers, Optional<Path> directory) {
    public NodeBundle {
        layers = List.copyOf(layers);
    }

    /**
     * One medium.
     *
     * @param digest names it
     * @param label the volume label
     * @param file where it is cached
     * @param mediumBytes the medium's size; 0 in journals that do not have it
     * @param unpackedBytes the space that it takes in the guest
     */
    public record Layer(String name, Digest digest, String label, Path file, long mediumBytes, long unpackedBytes) {}
}
