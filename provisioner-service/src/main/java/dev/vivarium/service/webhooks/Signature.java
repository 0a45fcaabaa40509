package dev.vivarium.service.webhooks;

import dev.vivarium.cloudinit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a receiver who sent it, and when: {@code t=SECONDS,v1=HEX}, the HMAC-SHA-256 over {@code SECONDS.BODY}. A receiver
 * refuses what is older than some minutes, so that nobody can send it again.
 */
final class Signature {
    static final String HEADER = "Vivarium-Signature";

    private Signature() {}

    static String of(byte[] body, Secret secret, Instant at) {
        long seconds = at.getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing", e);
        }
    }
}
