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
import java.util.Optional;
import java.util.UUID;

/** Archives that come in parts. How much of one is here, its file says: what was answered is on disk. */
final class Uploads {
    private static final Duration KEPT = Duration.ofDays(1);

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
        Optional<ProcessLock> lock = ProcessLock.tryHold(file(id).resolveSibling(id + ".lock"));
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

    /** Forgets it when the transaction of the caller is committed. */
    void forget(Upload upload) {
        database.write(h -> h.createUpdate("DELETE FROM uploads WHERE id = :id")
                .bind("id", upload.id())
                .execute());
        database.afterCommit(() -> delete(UUID.fromString(upload.id())));
    }

    Path file(UUID id) {
        return DurableFiles.privateDirectory(home.resolve("uploads")).resolve(id + ".part");
    }

    private long length(UUID id) {
        try {
            return Files.exists(file(id)) ? Files.size(file(id)) : 0;
        } catch (IOException e) {
            throw new VivariumException(Kind.DENIED, "upload.disk", "the upload cannot be read: " + e.getMessage(), e);
        }
    }

    private void delete(UUID id) {
        DurableFiles.delete(file(id));
        DurableFiles.delete(file(id).resolveSibling(id + ".lock"));
    }
}
