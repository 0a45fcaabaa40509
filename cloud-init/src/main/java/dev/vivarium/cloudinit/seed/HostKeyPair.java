package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Secret;
import java.util.regex.Pattern;

/**
 * The guest's SSH host key. It is given, so that we know whom we talk to from the first connection on.
 *
 * @param privatePem in OpenSSH's format
 * @param publicLine {@code ssh-ed25519 AAAA…}
 */
public record HostKeyPair(Secret privatePem, String publicLine) {
    private static final Pattern LINE = Pattern.compile("ssh-ed25519 [A-Za-z0-9+/=]+( [^\\x00-\\x1f]*)?");

    /** @throws IllegalArgumentException if the public key is no line of an Ed25519 key */
    public HostKeyPair {
        if (!LINE.matcher(publicLine).matches()) {
            throw new IllegalArgumentException("not the line of an Ed25519 public key");
        }
    }
}
