package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the cache remembers of a fingerprint: which medium it became. One line; anything else counts as no note. */
record PackingNote(String layer, Digest digest, long mediumBytes, long unpackedBytes) {
    private static final Pattern LINE =
            Pattern.compile("1 ([a-z0-9._-]{1,64}) ([0-9a-f]{64}) ([0-9]{1,18}) ([0-9]{1,18})\n");
    private static final long LIMIT = 1024;

    static PackingNote of(PackedLayer packed) {
        return new PackingNote(packed.name(), packed.digest(), packed.mediumBytes(), packed.unpackedBytes());
    }

    static Optional<PackingNote> read(Path file) throws IOException {
        try {
            Matcher line =
                    LINE.matcher(Files.size(file) > LIMIT ? "" : Files.readString(file, StandardCharsets.ISO_8859_1));
            return line.matches()
                    ? Optional.of(new PackingNote(
                            line.group(1),
                            new Digest(line.group(2)),
                            Long.parseLong(line.group(3)),
                            Long.parseLong(line.group(4))))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(Path file, Path draft) throws IOException {
        String line = "1 %s %s %d %d\n".formatted(layer, digest.hex(), mediumBytes, unpackedBytes);
        try {
            Files.writeString(draft, line);
            BundleCache.sync(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The medium, if it is still there, as long as it was, and holds the {@code layer.json} of this digest. */
    Optional<PackedLayer> find(Path directory) throws IOException {
        Path medium = directory.resolve(digest.hex() + ".iso");
        if (!Files.isRegularFile(medium) || Files.size(medium) != mediumBytes) {
            return Optional.empty();
        }
        Optional<Digest> actual = MediumReader.layerDocument(medium).map(Digest::of);
        return actual.filter(digest::equals)
                .map(d -> new PackedLayer(layer, d, medium, PackedLayer.labelOf(d), mediumBytes, unpackedBytes));
    }
}
