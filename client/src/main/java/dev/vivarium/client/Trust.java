package dev.vivarium.client;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which certificates of a service are believed. */
public sealed interface Trust {

    /** Those that this machine's Java believes. */
    record SystemRoots() implements Trust {}

    /**
     * Those that one of these certificates signed, or that are among them.
     *
     * @param file certificates in PEM
     */
    record Authorities(Path file) implements Trust {}

    /**
     * Exactly this one, whatever name is in it.
     *
     * @param sha256 of the certificate, 64 hexadecimal digits in lower case
     */
    record Pinned(String sha256) implements Trust {
        private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

        /** @throws IllegalArgumentException if that is no SHA-256 */
        public Pinned {
            sha256 = sha256.replaceFirst("(?i)^sha256:", "").replace(":", "").toLowerCase(Locale.ROOT);
            if (!DIGEST.matcher(sha256).matches()) {
                throw new IllegalArgumentException(
                        "a certificate's fingerprint is the 64 hexadecimal digits of its SHA-256");
            }
        }
    }
}
