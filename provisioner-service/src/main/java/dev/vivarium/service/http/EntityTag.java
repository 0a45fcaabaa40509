package dev.vivarium.service.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The strong entity tag of a representation: a hash of its bytes. */
final class EntityTag {
    private static final int BYTES = 16;

    private EntityTag() {}

    static String of(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** True if the header's list names this tag, or any. */
    static boolean names(String header, String tag) {
        return Arrays.stream(header.split(",")).map(String::strip).anyMatch(t -> t.equals("*") || t.equals(tag));
    }
}
