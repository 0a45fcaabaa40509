package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file to be uploaded.
 *
 * @param digest {@code sha256:HEX}
 */
record ArchiveFile(long sizeBytes, String digest) {

    /** Reads it once, for its digest. */
    static ArchiveFile open(Path file) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            long size;
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                size = in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return new ArchiveFile(size, "sha256:" + HexFormat.of().formatHex(sha256.digest()));
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** At most so many bytes from there on. */
    static byte[] read(Path file, long offset, int most) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer part = ByteBuffer.allocate((int) Math.min(most, Math.max(0, channel.size() - offset)));
            while (part.hasRemaining() && channel.read(part, offset + part.position()) > 0) {
                // until it is full, or the file ends early
            }
            if (part.position() == 0) {
                throw new IOException("it is shorter than it was");
            }
            return Arrays.copyOf(part.array(), part.position());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ServiceException unreadable(Path file, IOException e) {
        return ServiceException.ours(ErrorKind.INVALID, "archive", file + " cannot be read: " + e, e);
    }
}
