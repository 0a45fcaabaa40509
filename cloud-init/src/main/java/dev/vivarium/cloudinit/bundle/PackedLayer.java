package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One layer, packed.
 *
 * @param name the layer's name in the manifest
 * @param digest of the medium's {@code layer.json}, which holds the digests of all else in it: what the guest trusts
 * @param file the ISO medium, named by the digest; shared by all nodes, never changed
 * @param label the medium's volume label, {@code VIVARIUM} and 8 hex digits of the digest
 * @param mediumBytes the medium's size
 * @param unpackedBytes the space that it takes when unpacked, in blocks of 4 KiB
 */
public record PackedLayer(String name, Digest digest, Path file, String label, long mediumBytes, long unpackedBytes) {
    static PackedLayer of(LayerSource source, Digest digest, Path medium) throws IOException {
        return new PackedLayer(
                source.name(), digest, medium, labelOf(digest), Files.size(medium), source.unpackedBytes());
    }

    /** The label of a medium whose {@code layer.json} has this digest: as long as Joliet allows, so that all tools see the same. */
    static String labelOf(Digest digest) {
        return "VIVARIUM" + digest.hex().substring(0, 8).toUpperCase(Locale.ROOT);
    }
}
