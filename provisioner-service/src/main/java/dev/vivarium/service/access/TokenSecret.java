package dev.vivarium.service.access;

import dev.vivarium.cloudinit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a caller shows: {@code viv_} and 256 random bits. So much chance needs no slow hash. */
final class TokenSecret {
    private static final Pattern FORM = Pattern.compile("viv_[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenSecret() {}

    static Secret random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return Secret.of("viv_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** True if it can be a secret of ours at all. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares in a time that says nothing. */
    static boolean same(String hash, String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
