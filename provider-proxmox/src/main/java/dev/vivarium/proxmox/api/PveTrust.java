package dev.vivarium.proxmox.api;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which certificates of a server are believed. */
public sealed interface PveTrust {

    /** Those that this machine's Java believes. */
    record SystemRoots() implements PveTrust {}

    /**
     * Those that one of these certificates signed. A cluster signs its nodes' with the one in {@code /etc/pve/pve-root-ca.pem}.
     *
     * @param file certificates in PEM
     */
    record Authorities(Path file) implements PveTrust {}

    /**
     * Exactly this one, whatever name is in it.
     *
     * @param sha256 as {@code pvenode cert info} prints it: 32 pairs of hexadecimal digits with colons; kept in upper case
     */
    record Pinned(String sha256) implements PveTrust {
        private static final Pattern FORM = Pattern.compile("[0-9A-F]{64}");

        /** @throws dev.vivarium.core.model.VivariumException of kind INVALID if that is no SHA-256 */
        public Pinned {
            String digits = sha256.replace(":", "").strip().toUpperCase(Locale.ROOT);
            if (!FORM.matcher(digits).matches()) {
                throw PveSettings.wrong("a certificate's fingerprint is its SHA-256 as `pvenode cert info` prints it:"
                        + " 32 pairs of hexadecimal digits with colons between them");
            }
            sha256 = shown(HexFormat.of().parseHex(digits));
        }
    }

    /** A digest as Proxmox VE prints it. */
    static String shown(byte[] sha256) {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256);
    }
}
