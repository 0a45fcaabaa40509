package dev.vivarium.service.bundles;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.ProcessLock;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Archives that come in parts. How much of one is here, its file says: what was answered is on disk. */
final class Uploads {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Pattern NAME =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(?:part|lock|fetched)");

    private final Database database;
    private final Path home;
    private final Clock clock;

    Uploads(Database database, Path home, Clock clock) {
        this.database = database;
        this.home = home;
        this.clock = clock;
    }

    /** One of them, as it is on the wire. */
    record Upload(String id, long sizeBytes, long offsetBytes, String digest, Instant expiresAt) {}

    Upload begin(long size, Digest digest) {
        UUID id = UUID.randomUUID();
        Instant expires = clock.instant().plus(KEPT);
        database.write(h -> h.createUpdate("INSERT INTO uploads (id, size_bytes, digest, expires_at)"
                        + " VALUES (:id, :size, :digest, :expires)")
                .bind("id", id.toString())
                .bind("size", size)
                .bind("digest", digest.toString())
                .bind("expires", expires.toEpochMilli())
                .execute());
        return new Upload(id.toString(), size, 0, digest.toString(), Instant.ofEpochMilli(expires.toEpochMilli()));
    }

    Upload found(UUID id) {
        return database.read(h -> h.createQuery("SELECT * FROM uploads WHERE id = :id AND expires_at > :now")
                        .bind("id", id.toString())
                        .bind("now", clock.millis())
                        .map((row, context) -> new Upload(
                                row.getString("id"),
                                row.getLong("size_bytes"),
                                length(id),
                                row.getString("digest"),
                                Instant.ofEpochMilli(row.getLong("expires_at"))))
                        .findOne())
                .orElseThrow(() -> Refusal.notFound("upload.unknown", "there is no such upload, or it has expired"));
    }

    /** Appends what comes; what was written is kept when the rest does not come. */
    Upload append(UUID id, long from, InputStream part) {
        Optional<ProcessLock> lock = ProcessLock.tryHold(lockFile(id));
        if (lock.isEmpty()) {
            throw Refusal.conflict("upload.busy", "another request sends a part of this upload now");
        }
        try (ProcessLock held = lock.get();
                FileChannel out = FileChannel.open(
                        file(id), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            if (out.size() != from) {
                throw Refusal.conflict("upload.offset", "the next part begins at " + out.size());
            }
            try {
                copy(part, out);
            } finally {
                out.force(true);
            }
            return found(id);
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.CAPACITY, "upload.disk", "the part could not be written: " + e.getMessage(), e);
        }
    }

    private static void copy(InputStream part, FileChannel out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n = part.read(buffer); n >= 0; n = part.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }

    /**
     * Forgets those that have expired, and removes the files of those that nobody knows: whose row went, and whose process then
     * died. What a request sends a part of just now is left for the next time.
     */
    void sweep() {
        List<UUID> expired = database.read(h -> h.createQuery("SELECT id FROM uploads WHERE expires_at <= :now")
                .bind("now", clock.millis())
                .map((row, context) -> UUID.fromString(row.getString("id")))
                .list());
        expired.forEach(this::sweep);
        Set<String> known = Set.copyOf(database.read(
                h -> h.createQuery("SELECT id FROM uploads").mapTo(String.class).list()));
        leftovers().filter(id -> !known.contains(id.toString())).forEach(this::sweep);
    }

    private void sweep(UUID id) {
        Optional<ProcessLock> lock = ProcessLock.tryHold(lockFile(id));
        if (lock.isEmpty()) {
            return;
        }
        try (ProcessLock held = lock.get()) {
            DurableFiles.delete(file(id)); // before the row, by which it is found again if this is cut short
            DurableFiles.delete(directory().resolve(id + ".fetched"));
            database.write(h -> h.createUpdate("DELETE FROM uploads WHERE id = :id")
                    .bind("id", id.toString())
                    .execute());
        }
        DurableFiles.delete(lockFile(id));
    }

    /** Whose files are here and have not been written to for as long as an upload is kept. */
    private Stream<UUID> leftovers() {
        Instant old = clock.instant().minus(KEPT);
        try (Stream<Path> files = Files.list(directory())) {
            return files
                    .filter(f -> isOlder(f, old))
                    .map(f -> NAME.matcher(f.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(m -> UUID.fromString(m.group(1)))
                    .distinct()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static boolean isOlder(Path file, Instant time) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (IOException e) {
            return false; // gone meanwhile
        }
    }

    /** Forgets it when the transaction of the caller is committed. */
    void forget(Upload upload) {
        database.write(h -> h.createUpdate("DELETE FROM uploads WHERE id = :id")
                .bind("id", upload.id())
                .execute());
        database.afterCommit(() -> delete(UUID.fromString(upload.id())));
    }

    Path file(UUID id) {
        return directory().resolve(id + ".part");
    }

    private Path lockFile(UUID id) {
        return directory().resolve(id + ".lock");
    }

    private Path directory() {
        return DurableFiles.privateDirectory(home.resolve("uploads"));
    }

    private long length(UUID id) {
        try {
            return Files.exists(file(id)) ? Files.size(file(id)) : 0;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static VivariumException unreadable(IOException e) {
        return new VivariumException(Kind.DENIED, "upload.disk", "the upload cannot be read: " + e.getMessage(), e);
    }

    private void delete(UUID id) {
        DurableFiles.delete(file(id));
        DurableFiles.delete(lockFile(id));
    }
}
