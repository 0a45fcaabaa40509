package dev.vivarium.core.keys;

import dev.vivarium.cloudinit.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** An Ed25519 key pair for SSH. The private half leaves only as a {@link Secret} or inside a {@link KeyPair}. */
public final class SshKeyPair {
    static final int SEED_BYTES = 32;

    // the DER headers of RFC 8410; the 32 bytes of the key follow
    private static final byte[] PKCS8_HEADER = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] X509_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] seed;
    private final byte[] publicBytes;
    private final String comment;

    SshKeyPair(byte[] seed, String comment) {
        this.seed = seed.clone();
        this.publicBytes =
                new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
        this.comment = comment;
    }

    /** The OpenSSH line: {@code ssh-ed25519 AAAA… comment}. */
    public String publicLine() {
        return OpenSshFormat.TYPE + " " + Base64.getEncoder().encodeToString(OpenSshFormat.publicBlob(publicBytes))
                + " " + comment;
    }

    /** The private key as OpenSSH writes it, without a passphrase; always the same text for the same key. */
    public Secret privatePem() {
        return Secret.of(OpenSshFormat.privatePem(seed, publicBytes, comment));
    }

    /** The pair as objects that the SSH library can use. */
    public KeyPair keyPair() {
        try {
            // keys of the JDK's own provider are refused by the SSH library
            KeyFactory factory = SecurityUtils.getKeyFactory("Ed25519");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(OpenSshFormat.concat(X509_HEADER, publicBytes))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(OpenSshFormat.concat(PKCS8_HEADER, seed))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 keys cannot be used: Bouncy Castle is missing", e);
        }
    }

    @Override
    public String toString() {
        return publicLine();
    }
}
