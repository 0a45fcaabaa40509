package dev.vivarium.core.journal;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Files that are whole and on disk when a call returns, readable by their owner alone. */
public final class DurableFiles {
    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private DurableFiles() {}

    /** Makes the directory and its parents, with access for the owner alone; one that exists stays as it is. */
    public static Path privateDirectory(Path directory) {
        return checked("make", directory, () -> Files.createDirectories(directory, OWNER_ONLY_DIRECTORY));
    }

    /** Replaces the file's content in one step: readers see the old one or the new one, also after a power cut. */
    public static void replace(Path file, String content) {
        checked("write", file, () -> {
            Path parent = parent(file);
            Path draft = parent.resolve("." + file.getFileName() + "." + UUID.randomUUID());
            try {
                try (FileChannel out = open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                    writeAll(out, content);
                    out.force(true);
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            syncDirectory(parent);
            return file;
        });
    }

    /** Adds a line to a file that is there; what an earlier, interrupted call left of a line at the end is cut off first. */
    public static void appendLine(Path file, String line) {
        checked("write", file, () -> {
            try (FileChannel out = open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
                long end = endOfLastLine(out);
                out.truncate(end);
                out.position(end);
                writeAll(out, line + "\n");
                out.force(true);
            }
            return file;
        });
    }

    /** Moves a file into another directory of the same file system; one that another process just moved there is moved. */
    public static void move(Path from, Path to) {
        checked("move", from, () -> {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (NoSuchFileException e) {
                if (!Files.exists(to)) {
                    throw e;
                }
            }
            syncDirectory(parent(to));
            return to;
        });
    }

    /** Makes an empty file; one that exists stays. */
    public static void touch(Path file) {
        checked("make", file, () -> {
            try {
                Files.createFile(file, OWNER_ONLY_FILE);
            } catch (FileAlreadyExistsException e) {
                return file;
            }
            return file;
        });
    }

    /** Removes a file; gone already is success. */
    public static void delete(Path file) {
        checked("remove", file, () -> Files.deleteIfExists(file));
    }

    private static long endOfLastLine(FileChannel file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = file.size(); end > 0; end--) {
            one.clear();
            file.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }

    private static FileChannel open(Path file, Set<StandardOpenOption> options) throws IOException {
        return FileChannel.open(file, options, OWNER_ONLY_FILE);
    }

    private static void writeAll(FileChannel out, String content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel d = FileChannel.open(directory, StandardOpenOption.READ)) {
            d.force(true);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** What may fail with an {@link IOException}. */
    private interface Action<T> {
        T run() throws IOException;
    }

    private static <T> T checked(String verb, Path file, Action<T> action) {
        try {
            return action.run();
        } catch (IOException | UncheckedIOException e) {
            throw new VivariumException(
                    Kind.CAPACITY,
                    "home.io",
                    "cannot " + verb + " " + file + ": " + e.getMessage() + DiskSpace.remedy(e, file),
                    e);
        }
    }
}
