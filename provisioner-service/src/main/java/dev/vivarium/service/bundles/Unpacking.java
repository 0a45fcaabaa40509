package dev.vivarium.service.bundles;

import com.github.luben.zstd.ZstdInputStream;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.service.http.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks an archive from outside into a directory of its own. Nothing of it lands elsewhere: names lead down only, links are
 * not taken, and neither number nor size of what comes out is unbounded.
 */
final class Unpacking {
    private static final int MOST_ENTRIES = 300_000;
    private static final String MANIFEST = "bundle.yaml";

    private final Path directory;
    private final long mostBytes;
    private long bytes;
    private int entries;

    private Unpacking(Path directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
    }

    /**
     * Unpacks it.
     *
     * @return the directory that has the manifest: this one, or the only one in it
     */
    static Path unpack(Path archive, Path directory, long mostBytes) {
        DurableFiles.privateDirectory(directory);
        try (InputStream in = opened(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8")) {
            Unpacking unpacking = new Unpacking(directory, mostBytes);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpacking.take(entry, tar);
            }
            return root(directory);
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.badRequest(
                    "bundle.archive",
                    "this is no tar archive, plain or compressed with zstd or gzip, that can be unpacked");
        }
    }

    private static InputStream opened(Path archive) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        raw.mark(8);
        byte[] magic = raw.readNBytes(4);
        raw.reset();
        if (magic.length == 4 && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5 && magic[2] == 0x2f) {
            return new ZstdInputStream(raw);
        }
        boolean gzip = magic.length == 4 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private void take(TarArchiveEntry entry, InputStream content) throws IOException {
        entries++;
        if (entries > MOST_ENTRIES) {
            throw Refusal.badRequest("bundle.archive", "the archive has more than " + MOST_ENTRIES + " entries");
        }
        Path target = inside(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
            Files.createDirectories(target.getParent() == null ? directory : target.getParent());
            Files.copy(new Counted(content), target, StandardCopyOption.REPLACE_EXISTING);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
            }
        } else {
            throw Refusal.badRequest(
                    "bundle.archive",
                    "the archive has links or devices in it; a bundle has files and directories only");
        }
    }

    private Path inside(String name) {
        try {
            Path target = directory.resolve(name).normalize();
            if (!Path.of(name).isAbsolute() && target.startsWith(directory)) {
                return target;
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw Refusal.badRequest("bundle.archive", "the archive has names in it that lead out of it");
    }

    private static Path root(Path directory) throws IOException {
        if (Files.exists(directory.resolve(MANIFEST))) {
            return directory;
        }
        try (Stream<Path> inside = Files.list(directory)) {
            List<Path> all = inside.toList();
            return all.size() == 1 && Files.isDirectory(all.get(0)) ? all.get(0) : directory;
        }
    }

    /** Removes what was unpacked. */
    static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts what comes out, which may be far more than what went in. */
    private final class Counted extends java.io.FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            bytes += Math.max(0, got);
            if (bytes > mostBytes) {
                throw Refusal.tooLarge(mostBytes);
            }
            return got;
        }

        @Override
        public void close() {
            // the archive goes on after this entry
        }
    }
}
