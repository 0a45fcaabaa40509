package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The guest's SSH host key. It is given, so that we know whom we talk to from the first connection on.
 *
 * @param privatePem in OpenSSH's format
 * @param publicLine {@code ssh-ed25519 AAAA…}
 */
public record HostKeyPair(Secret privatePem, String publicLine) {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    private static final String END = "\n-----END OPENSSH PRIVATE KEY-----\n";
    private static final Pattern LINE = Pattern.compile("ssh-ed25519 [A-Za-z0-9+/=]+( [^\\x00-\\x1f]*)?");

    /** @throws IllegalArgumentException if the public key is no line of an Ed25519 key, or the private one not in its format */
    public HostKeyPair {
        String pem = privatePem.reveal();
        if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
            throw new IllegalArgumentException("not a private key in OpenSSH's format");
        }
        if (!LINE.matcher(publicLine).matches()) {
            throw new IllegalArgumentException("not the line of an Ed25519 public key");
        }
    }

    /** The entries of cloud-init's {@code ssh_keys}. */
    Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("ed25519_private", privatePem.reveal());
        entries.put("ed25519_public", publicLine);
        return entries;
    }
}
