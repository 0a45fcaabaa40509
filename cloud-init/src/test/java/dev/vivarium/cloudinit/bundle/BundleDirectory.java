package dev.vivarium.cloudinit.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/** A bundle's directory, made for a test. */
public final class BundleDirectory {
    /** A manifest with all that is required and nothing more. */
    public static final String MINIMAL = "version: 1\nname: muse\nrelease: '1.0'\n";

    private final Path root;

    /** Begins with a manifest alone. */
    public BundleDirectory(Path root) {
        this.root = root;
        manifest("");
    }

    /** Where it is. */
    public Path root() {
        return root;
    }

    /** Adds lines to the minimal manifest. */
    public BundleDirectory manifest(String more) {
        return file(BundleManifest.FILE_NAME, MINIMAL + more);
    }

    /** Writes a file. */
    public BundleDirectory file(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes a file and makes it executable. */
    public BundleDirectory program(String path, String text) {
        file(path, text);
        try {
            Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads and checks it. */
    public Bundle open() {
        return Bundle.open(root);
    }

    /** Packs it, in slices of this size, at a time when nothing in it changed lately. */
    public PackedBundle pack(Path cache, long sliceBytes) {
        return cache(cache, sliceBytes).pack(open(), PackingProgress.NONE);
    }

    /** A cache for which what was just written was written long ago. */
    public static BundleCache cache(Path directory, long sliceBytes) {
        return new BundleCache(
                directory,
                Clock.offset(Clock.systemUTC(), Duration.ofHours(1)),
                new LayerPacker(LayerDocument.Encoding.ZSTD, sliceBytes, 2));
    }
}
