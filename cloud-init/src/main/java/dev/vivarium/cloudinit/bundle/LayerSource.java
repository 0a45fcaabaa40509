package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.SourceEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes into one layer.
 *
 * @param name the layer's name
 * @param root the bundle's directory
 * @param entries sorted by path
 */
record LayerSource(String name, Path root, List<SourceEntry> entries) {

    /** Deals out the entries: each to the layer that names it or a directory above it, the others to the last layer. */
    static List<LayerSource> divide(Path root, List<BundleManifest.Layer> layers, List<SourceEntry> entries) {
        List<List<SourceEntry>> shares = new ArrayList<>();
        layers.forEach(layer -> shares.add(new ArrayList<>()));
        for (SourceEntry entry : entries) {
            int owner = layers.size() - 1;
            for (int i = 0; i < layers.size(); i++) {
                if (layers.get(i).paths().stream().anyMatch(entry::isWithin)) {
                    owner = i;
                }
            }
            shares.get(owner).add(entry);
        }
        List<LayerSource> sources = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            sources.add(new LayerSource(layers.get(i).name(), root, shares.get(i)));
        }
        return sources;
    }

    /** The sum of its files' lengths. */
    long contentBytes() {
        return entries.stream()
                .filter(e -> e.kind() == Kind.FILE)
                .mapToLong(SourceEntry::size)
                .sum();
    }

    /** The space that it takes when unpacked. */
    long unpackedBytes() {
        return entries.stream().mapToLong(SourceEntry::unpackedBytes).sum();
    }

    /** The same as long as nothing in it changed; found without reading contents. */
    Digest fingerprint() {
        MessageDigest sha = Digest.newSha256();
        feed(sha, LayerDocument.FORMAT + " " + name);
        for (SourceEntry e : entries) {
            feed(sha, e.kind() + " " + e.size() + " " + e.executable() + " " + e.stamp());
            feed(sha, e.path());
            feed(sha, e.target());
        }
        return Digest.finish(sha);
    }

    private static void feed(MessageDigest sha, String text) {
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
    }
}
