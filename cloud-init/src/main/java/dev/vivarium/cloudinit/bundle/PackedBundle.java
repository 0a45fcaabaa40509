package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A bundle as media.
 *
 * @param manifest what {@code bundle.yaml} says
 * @param manifestText the text it was read from; {@link BundleManifest#parse} reads it again
 * @param digest over the manifest's text and the layers' digests: names the release in the guest
 * @param layers in the manifest's order
 */
public record PackedBundle(BundleManifest manifest, String manifestText, Digest digest, List<PackedLayer> layers) {

    public PackedBundle {
        layers = List.copyOf(layers);
    }

    static PackedBundle of(Bundle bundle, List<PackedLayer> layers) {
        StringBuilder whole = new StringBuilder(bundle.manifestText()).append('\0');
        layers.forEach(layer -> whole.append(layer.digest()).append('\n'));
        Digest digest = Digest.of(whole.toString().getBytes(StandardCharsets.UTF_8));
        return new PackedBundle(bundle.manifest(), bundle.manifestText(), digest, layers);
    }
}
