package dev.vivarium.cloudinit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest, written {@code sha256:} and 64 lower-case hex digits.
 *
 * @param hex the 64 hex digits
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hex digits */
    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 digest in lower-case hex: " + abbreviated(hex));
        }
    }

    /**
     * Reads {@code sha256:HEX} or bare {@code HEX}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static Digest parse(String text) {
        return new Digest(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] bytes) {
        return finish(newSha256().digest(bytes));
    }

    /**
     * The digest of a file's content, read once from start to end.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Digest ofFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha = newSha256();
            byte[] buffer = new byte[1 << 20];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
            return finish(sha.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The digest of what was fed to {@code sha256}; resets it. */
    public static Digest finish(MessageDigest sha256) {
        return finish(sha256.digest());
    }

    /** A new SHA-256 computation; every JDK has the algorithm. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first 12 hex digits: enough to name a file, not to verify one. */
    public String brief() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }

    private static Digest finish(byte[] digest) {
        return new Digest(HexFormat.of().formatHex(digest));
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
