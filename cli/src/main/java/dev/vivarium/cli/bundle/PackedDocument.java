package dev.vivarium.cli.bundle;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.BundleManifest.Requirements;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What lies beside packed media: whoever has it can prove them.
 *
 * @param format 1
 * @param digest over the manifest and the layers: what a node says it runs
 * @param manifest the text of {@code bundle.yaml}
 */
record PackedDocument(
        int format,
        String name,
        String release,
        String digest,
        List<LayerDocument> layers,
        Requirements requires,
        String manifest) {
    private static final int FORMAT = 1;
    private static final int LIMIT = 4 << 20;

    PackedDocument {
        layers = List.copyOf(layers);
    }

    /**
     * One medium.
     *
     * @param digest of its {@code layer.json}
     * @param sha256 of the whole file, for whoever fetches it
     */
    record LayerDocument(
            String name, String digest, String label, String file, long bytes, String sha256, long unpackedBytes) {

        static LayerDocument of(PackedLayer layer) {
            return new LayerDocument(
                    layer.name(),
                    layer.digest().toString(),
                    layer.label(),
                    String.valueOf(layer.file().getFileName()),
                    layer.mediumBytes(),
                    Digest.ofFile(layer.file()).hex(),
                    layer.unpackedBytes());
        }
    }

    static PackedDocument of(PackedBundle packed) {
        BundleManifest manifest = packed.manifest();
        return new PackedDocument(
                FORMAT,
                manifest.name(),
                manifest.release(),
                packed.digest().toString(),
                packed.layers().stream().map(LayerDocument::of).toList(),
                manifest.requires(),
                packed.manifestText());
    }

    /** Reads one, and checks that its media lie beside it. */
    static PackedDocument read(Path file) {
        PackedDocument document;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw wrong(file, "is too large for what 'bundle pack' writes");
            }
            document = Json.read(new String(bytes, StandardCharsets.UTF_8), PackedDocument.class);
        } catch (IOException e) {
            throw wrong(file, "cannot be read: " + e.getMessage());
        }
        if (document.format() != FORMAT) {
            throw wrong(file, "has format " + document.format() + ", and this release reads " + FORMAT);
        }
        for (LayerDocument layer : document.layers()) {
            Path medium = file.resolveSibling(layer.file());
            if (layer.file().contains("/") || !Files.isRegularFile(medium) || size(medium) != layer.bytes()) {
                throw wrong(
                        file,
                        "names the medium " + layer.file() + " of " + layer.bytes()
                                + " bytes, which does not lie beside it; copy it again");
            }
        }
        return document;
    }

    private static long size(Path medium) {
        return medium.toFile().length();
    }

    private static VivariumException wrong(Path file, String problem) {
        return new VivariumException(Kind.INVALID, "bundle.packed", file + " " + problem);
    }
}
