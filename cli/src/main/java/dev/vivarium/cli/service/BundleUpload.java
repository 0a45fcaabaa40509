package dev.vivarium.cli.service;

import dev.vivarium.client.VivariumClient;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** A bundle of this machine for a service on another one: packed as a plain archive, uploaded in parts, then forgotten here. */
final class BundleUpload {
    private final VivariumClient client;

    BundleUpload(VivariumClient client) {
        this.client = client;
    }

    /** The id of the bundle that this directory is there now. */
    String bundle(Path directory) {
        if (!Files.exists(directory.resolve("bundle.yaml"))) {
            throw new VivariumException(
                    Kind.NOT_FOUND,
                    "bundle.missing",
                    "there is no bundle.yaml in " + directory + "; see 'vivarium bundle new'");
        }
        @Nullable Path archive = null;
        try {
            archive = Files.createTempFile("vivarium-bundle-", ".tar"); // readable by its owner alone
            pack(directory, archive);
            return client.uploads().upload(archive, sent -> {}).id().toString();
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.CAPACITY, "bundle.pack", "the bundle cannot be packed for its upload: " + e, e);
        } finally {
            delete(archive);
        }
    }

    static void pack(Path directory, Path archive) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.filter(p -> !p.equals(directory)).sorted().toList();
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(file, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Path each : all) {
                add(tar, each, directory.relativize(each).toString());
            }
        }
    }

    private static void add(TarArchiveOutputStream tar, Path file, String name) throws IOException {
        if (Files.isSymbolicLink(file)) {
            TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            link.setLinkName(Files.readSymbolicLink(file).toString());
            tar.putArchiveEntry(link);
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            tar.putArchiveEntry(new TarArchiveEntry(name + "/"));
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(Files.size(file));
            entry.setMode(Files.isExecutable(file) ? 0100755 : 0100644);
            tar.putArchiveEntry(entry);
            Files.copy(file, tar);
        } else {
            throw new IOException(name + " is no file, directory or link");
        }
        tar.closeArchiveEntry();
    }

    private static void delete(@Nullable Path archive) {
        if (archive != null) {
            try {
                Files.deleteIfExists(archive);
            } catch (IOException e) {
                archive.toFile().deleteOnExit();
            }
        }
    }
}
