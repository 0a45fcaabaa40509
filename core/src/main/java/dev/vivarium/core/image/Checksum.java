package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a maker publishes of a file, so that we know it when we have it: not every maker uses SHA-256.
 *
 * @param algorithm which
 * @param hex lower-case hex digits
 */
record Checksum(Algorithm algorithm, String hex) {

    /** The algorithms that makers use. */
    enum Algorithm {
        SHA256("SHA-256", 64),
        SHA512("SHA-512", 128);

        private final String name;
        private final Pattern form;

        Algorithm(String name, int digits) {
            this.name = name;
            this.form = Pattern.compile("[0-9a-f]{" + digits + "}");
        }

        MessageDigest start() {
            try {
                return MessageDigest.getInstance(name);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @throws IllegalArgumentException if it has not the digits that it should have */
    Checksum {
        if (!algorithm.form.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a checksum of " + algorithm.name);
        }
    }

    static Checksum of(Digest digest) {
        return new Checksum(Algorithm.SHA256, digest.hex());
    }

    static Checksum finish(Algorithm algorithm, MessageDigest computed) {
        return new Checksum(algorithm, HexFormat.of().formatHex(computed.digest()));
    }

    /** Reads {@code sha256:HEX} or {@code sha512:HEX}. */
    static Checksum parse(String text) {
        int colon = text.indexOf(':');
        return new Checksum(
                text.startsWith("sha512:") ? Algorithm.SHA512 : Algorithm.SHA256, text.substring(colon + 1));
    }

    /** Itself, where it is the kind of digest that the cache goes by. */
    Optional<Digest> digest() {
        return algorithm == Algorithm.SHA256 ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    @Override
    public String toString() {
        return (algorithm == Algorithm.SHA256 ? "sha256:" : "sha512:") + hex;
    }
}
