package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.SourceEntry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A bundle's directory whose manifest was read and whose content was checked.
 *
 * @param directory where it lies, all links resolved
 * @param manifest what {@code bundle.yaml} says
 * @param manifestText the text that it was read from
 */
public record Bundle(Path directory, BundleManifest manifest, String manifestText) {
    private static final int MANIFEST_LIMIT = 1 << 20;

    /**
     * Reads the manifest and checks everything in the directory. Contents are not read, so it is quick also for large models.
     *
     * @throws InputException if the manifest is wrong, or something in the directory must not go into a guest
     * @throws UncheckedIOException if the directory cannot be read
     */
    public static Bundle open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InputException(
                    directory.toString(), 0, "is not a directory; a bundle is one with bundle.yaml in it");
        }
        try {
            Path real = directory.toRealPath();
            Path file = real.resolve(BundleManifest.FILE_NAME);
            String text = manifestText(file);
            ManifestReader.Result read = ManifestReader.readWithLines(file.toString(), text);
            BundleLayout.check(
                    real, file.toString(), read, SourceTree.scan(real).entries());
            return new Bundle(real, read.manifest(), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundle " + directory + ": " + e, e);
        }
    }

    /** The sum of all files' lengths, in bytes: what packing will have to read. */
    public long contentBytes() {
        return SourceTree.scan(directory).entries().stream()
                .filter(e -> e.kind() == Kind.FILE)
                .mapToLong(SourceEntry::size)
                .sum();
    }

    /** What each layer would hold, in the manifest's order. */
    public List<LayerContent> content() {
        return LayerSource.divide(
                        directory, manifest.layers(), SourceTree.scan(directory).entries())
                .stream()
                .map(s -> new LayerContent(s.name(), s.entries().size(), s.contentBytes(), s.unpackedBytes()))
                .toList();
    }

    static String manifestText(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), 0, "is missing; every bundle has a manifest");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MANIFEST_LIMIT + 1);
        }
        if (bytes.length > MANIFEST_LIMIT) {
            throw new InputException(file.toString(), 0, "is larger than 1 MiB; that is no manifest");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file.toString(), 0, "is not UTF-8 text");
        }
    }
}
