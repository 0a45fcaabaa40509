package dev.vivarium.core.keys;

import dev.vivarium.core.journal.DiskSpace;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * 32 bytes from which all keys of an installation are derived. Back it up: without it nodes cannot be entered any more.
 *
 * <p>It is kept in one file that only its owner can read, or comes from an environment variable. It is never printed.
 */
public final class MasterKey {
    static final int BYTES = 32;
    private static final byte[] SALT = "vivarium master key 1".getBytes(StandardCharsets.UTF_8);

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** Makes a key of exactly 32 bytes. */
    static MasterKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a master key has " + BYTES + " bytes, not " + bytes.length);
        }
        return new MasterKey(bytes);
    }

    /**
     * Reads the key file, or makes it at the first call; when two processes do so at once, both get the same key.
     *
     * @throws VivariumException DENIED {@code key.permissions} if others may read the file; INVALID {@code
     *     key.damaged} if it is not a key; CAPACITY {@code key.file} if its disk is full, INTERNAL if it can be neither
     *     read nor written for another reason
     */
    public static MasterKey openOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[BYTES];
                new SecureRandom().nextBytes(fresh);
                PrivateFile.createOnce(file, KeyText.hex(fresh) + "\n");
            }
        } catch (IOException e) {
            throw unusable(file, "made", e);
        }
        return open(file);
    }

    /**
     * Reads the key file.
     *
     * @throws VivariumException NOT_FOUND {@code key.missing} if there is none; else as {@link #openOrCreate}
     */
    public static MasterKey open(Path file) {
        if (!Files.exists(file)) {
            throw new VivariumException(
                    Kind.NOT_FOUND,
                    "key.missing",
                    "the master key " + file + " does not exist; put it back from its backup. Without it the nodes"
                            + " that were made with it cannot be entered");
        }
        try {
            if (PrivateFile.openToOthers(file)) {
                throw new VivariumException(
                        Kind.DENIED, "key.permissions", "others can read the master key; do: chmod 600 '" + file + "'");
            }
            return KeyText.parse(PrivateFile.readSmall(file), "the master key file " + file);
        } catch (IOException e) {
            throw unusable(file, "read", e);
        }
    }

    /**
     * Takes the key from an environment variable: 64 hex digits, or base64.
     *
     * @param environment such as {@link System#getenv()}
     * @throws VivariumException NOT_FOUND {@code key.missing} if it is not set; INVALID {@code key.damaged} if it is no
     *     key
     */
    public static MasterKey fromEnvironment(String name, Map<String, String> environment) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new VivariumException(
                    Kind.NOT_FOUND,
                    "key.missing",
                    "the environment variable " + name + " is to hold the master key, but is not set");
        }
        return KeyText.parse(value.getBytes(StandardCharsets.UTF_8), "the variable " + name);
    }

    /**
     * Derives bytes that tell nothing about the key.
     *
     * @param purpose what for; another purpose gives unrelated bytes
     */
    byte[] derive(String purpose, int length) {
        return Hkdf.sha256(bytes, SALT, purpose.getBytes(StandardCharsets.UTF_8), length);
    }

    @Override
    public String toString() {
        return "MasterKey[***]";
    }

    private static VivariumException unusable(Path file, String verb, IOException e) {
        return new VivariumException(
                DiskSpace.isFull(e) ? Kind.CAPACITY : Kind.INTERNAL,
                "key.file",
                "the master key " + file + " cannot be " + verb + ": " + e.getMessage() + DiskSpace.remedy(e, file),
                e);
    }
}
