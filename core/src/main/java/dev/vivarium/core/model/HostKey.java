package dev.vivarium.core.model;

/** The SSH host key by which a node is known. There is no trust on first use. */
public sealed interface HostKey {

    /** The OpenSSH public key line: {@code ssh-ed25519 AAAA…}. */
    String publicKey();

    /**
     * Derived from the installation's master key and the node id, so that it can be made again.
     *
     * @param version the key version that was derived; a clone gets the next
     * @param publicKey the OpenSSH line
     */
    record Derived(int version, String publicKey) implements HostKey {}

    /**
     * Told to us, for a host that existed before.
     *
     * @param publicKey the OpenSSH line
     */
    record Given(String publicKey) implements HostKey {}
}
