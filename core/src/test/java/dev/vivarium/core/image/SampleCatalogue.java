package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;

/** A catalogue like the built-in one, of a server on this computer. */
final class SampleCatalogue {
    private static final String IMAGES = """
            version: 1
            images:
              ubuntu-22.04:
                latest: "%1$s/jammy/current/server.img"
                pinned: "%1$s/releases/{release}/server.img"
                checksums: {file: SHA256SUMS, algorithm: sha256}
                %2$s
              debian-12:
                latest: "%1$s/bookworm/latest/debian.qcow2"
                pinned: "%1$s/bookworm/{release}/debian-{release}.qcow2"
                checksums: {file: SHA512SUMS, algorithm: sha512}
                unsigned: {why: none}
            """;

    private SampleCatalogue() {}

    static ImageCatalogue unsigned(ImageServer server) {
        return new ImageCatalogue(IMAGES.formatted(server.at(""), "unsigned: {why: none}"), name -> "");
    }

    static ImageCatalogue signed(ImageServer server, String key, String fingerprint) {
        String signature = "signature: {file: SHA256SUMS.gpg, key: test.asc, fingerprint: \"" + fingerprint + "\"}";
        return new ImageCatalogue(IMAGES.formatted(server.at(""), signature), name -> key);
    }

    static ImageStore store(Path cache, ImageCatalogue catalogue) {
        return store(cache, catalogue, Clock.systemUTC());
    }

    static ImageStore store(Path cache, ImageCatalogue catalogue, Clock clock) {
        return new ImageStore(
                cache,
                new DownloadLimits(1 << 20, Duration.ofSeconds(5), 2),
                catalogue,
                WebSource.standardClient(),
                clock);
    }

    static byte[] sha256(byte[] image, String file) {
        return (Digest.of(image).hex() + " *" + file + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] sha512(byte[] image, String file) {
        MessageDigest sha = Checksum.Algorithm.SHA512.start();
        sha.update(image);
        String hex = Checksum.finish(Checksum.Algorithm.SHA512, sha).hex();
        return (hex + "  " + file + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
