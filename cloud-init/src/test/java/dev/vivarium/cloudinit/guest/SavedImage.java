package dev.vivarium.cloudinit.guest;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image as {@code docker save} writes it, as far as the guest's script and the played docker look. */
final class SavedImage {
    private SavedImage() {}

    /** @param id 64 hex digits, or fewer of them repeated */
    static void write(Path file, String id, String tag) {
        String whole = id.repeat(64 / id.length());
        archive(
                file,
                "manifest.json",
                "[{\"Config\":\"%s.json\",\"RepoTags\":[\"%s\"],\"Layers\":[\"x/layer.tar\"]}]".formatted(whole, tag));
    }

    /** A tar file with one file in it; packed as its name says. */
    static void archive(Path file, String name, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(plain)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            try (OutputStream out = packing(file)) {
                plain.writeTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutputStream packing(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        String name = file.toString();
        return name.endsWith(".zst")
                ? new ZstdOutputStream(out)
                : name.endsWith("gz") ? new GZIPOutputStream(out) : out;
    }
}
