package dev.vivarium.core.engine;

import dev.vivarium.core.guest.GuestCommands;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.journal.DiskSpace;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Saves directories of a guest's state before a rollback throws them away. */
final class Preservation {
    private static final Duration INACTIVITY = Duration.ofMinutes(1);
    private static final long MOST_BYTES = 4L << 30;

    private Preservation() {}

    /** Writes {@code TIME.tar.gz} into the directory; the guest's bytes are stored and never looked into. */
    static void save(GuestSession guest, List<String> statePaths, Path directory, Instant now) {
        Path target = directory.resolve(now.toString().replace(':', '-') + ".tar.gz");
        Path draft = directory.resolve("." + target.getFileName());
        try {
            try (OutputStream out = ownersOnly(draft)) {
                guest.download(GuestCommands.archive(statePaths), out, MOST_BYTES, INACTIVITY);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.CAPACITY,
                    "preserve.write",
                    "cannot write " + target + ": " + e.getMessage() + DiskSpace.remedy(e, target),
                    e);
        } finally {
            discard(draft);
        }
    }

    private static OutputStream ownersOnly(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Channels.newOutputStream(FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // it is replaced at the next rollback
        }
    }
}
