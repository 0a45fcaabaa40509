package dev.vivarium.cloudinit.guest;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import java.util.List;
import java.util.Optional;

/**
 * What a guest is told about itself. It comes with the seed, and is what the guest trusts: media are proved by its digests.
 *
 * @param nodeId the node's id
 * @param nodeName the node's name; the bundle's services see it
 * @param installationId whose node it is
 * @param bundle what to unpack and run; without one the guest is ready as soon as it is up
 */
public record GuestPlan(String nodeId, String nodeName, String installationId, Optional<Bundle> bundle) {

    /** @throws IllegalArgumentException if an id or a name is empty, has a control character or outer white space */
    public GuestPlan {
        oneLine("node id", nodeId);
        oneLine("node name", nodeName);
        oneLine("installation id", installationId);
    }

    /**
     * What to unpack and run.
     *
     * @param digest names the release
     * @param manifest the services, state directories, hooks and the names of secrets are taken from it
     * @param layers the media
     * @param delivery how they come
     * @param shareCredentials for a share that asks for them: lines {@code username=…} and {@code password=…}
     */
    public record Bundle(
            Digest digest,
            BundleManifest manifest,
            List<Layer> layers,
            Delivery delivery,
            Optional<Secret> shareCredentials) {
        public Bundle {
            layers = List.copyOf(layers);
        }

        /** Of a bundle as it was packed, on media of its own. */
        public static Bundle of(PackedBundle packed) {
            return of(packed, new Delivery.Medium());
        }

        /** Of a bundle as it was packed, from a place that asks for no credentials. */
        public static Bundle of(PackedBundle packed, Delivery delivery) {
            return new Bundle(
                    packed.digest(),
                    packed.manifest(),
                    packed.layers().stream().map(Layer::of).toList(),
                    delivery,
                    Optional.empty());
        }
    }

    /**
     * One medium.
     *
     * @param label its volume label
     * @param digest of its {@code layer.json}
     * @param mediumBytes the medium's own size
     * @param unpackedBytes the space that it takes when unpacked
     */
    public record Layer(String name, String label, Digest digest, long mediumBytes, long unpackedBytes) {
        /** Of a layer as it was packed. */
        public static Layer of(PackedLayer packed) {
            return new Layer(
                    packed.name(), packed.label(), packed.digest(), packed.mediumBytes(), packed.unpackedBytes());
        }
    }

    private static void oneLine(String what, String text) {
        if (text.isEmpty() || !text.equals(text.strip()) || text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " must be one line of text");
        }
    }
}
