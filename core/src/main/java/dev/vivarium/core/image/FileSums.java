package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * What a file adds up to, in one reading.
 *
 * @param digest the cache's name for it
 * @param other by the maker's algorithm
 */
record FileSums(Digest digest, Checksum other) {

    static FileSums of(Path file, Checksum.Algorithm algorithm) throws IOException {
        if (algorithm == Checksum.Algorithm.SHA256) {
            Digest digest = Digest.ofFile(file);
            return new FileSums(digest, Checksum.of(digest));
        }
        MessageDigest sha256 = Digest.newSha256();
        MessageDigest makers = algorithm.start();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 20];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                makers.update(buffer, 0, n);
            }
        }
        return new FileSums(Digest.finish(sha256), Checksum.finish(algorithm, makers));
    }

    boolean fits(Checksum wanted) {
        return other.equals(wanted);
    }
}
