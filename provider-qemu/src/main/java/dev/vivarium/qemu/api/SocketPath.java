package dev.vivarium.qemu.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket's path, short enough to connect to. The kernel takes 107 bytes; a machine's directory may lie deeper. Such a
 * socket is reached through a symbolic link to its directory, made in a private temporary directory for just the moment of
 * connecting. QEMU itself needs no such link, as it makes the socket under a relative name.
 */
final class SocketPath implements AutoCloseable {
    private static final int LIMIT = 107;
    private static final List<Path> SHORT_PLACES =
            List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/tmp"));

    private final Path path;
    private final @Nullable Path link;

    private SocketPath(Path path, @Nullable Path link) {
        this.path = path;
        this.link = link;
    }

    static SocketPath of(Path socket) throws IOException {
        Path absolute = socket.toAbsolutePath();
        Path directory = absolute.getParent();
        if (fits(absolute) || directory == null) {
            return new SocketPath(absolute, null);
        }
        for (Path place : SHORT_PLACES) {
            // as long as what createTempDirectory makes: its numbers have up to 20 digits
            if (fits(place.resolve("v01234567890123456789/d").resolve(absolute.getFileName()))) {
                Path link = Files.createTempDirectory(place, "v").resolve("d");
                Files.createSymbolicLink(link, directory);
                return new SocketPath(link.resolve(absolute.getFileName()), link);
            }
        }
        throw new IOException("the path is too long for a Unix socket: " + absolute);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            Files.deleteIfExists(link);
            Path made = link.getParent();
            if (made != null) {
                Files.deleteIfExists(made);
            }
        }
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LIMIT;
    }
}
