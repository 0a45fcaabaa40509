package dev.vivarium.core.keys;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts secrets that have to be kept where others may read: AES-256-GCM, each with a nonce of its own. Never printed. */
public final class SealingKey {
    static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FORM = "1:";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    SealingKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /**
     * Encrypts.
     *
     * @param context whose it is; it is opened for the same one only
     */
    public String seal(Secret secret, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context)
                    .doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            ByteBuffer all = ByteBuffer.allocate(nonce.length + sealed.length);
            return FORM
                    + Base64.getEncoder()
                            .encodeToString(all.put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing", e);
        }
    }

    /**
     * Decrypts.
     *
     * @throws VivariumException DENIED {@code key.sealed} if it was sealed with another key, for another context, or changed
     */
    public Secret open(String sealed, String context) {
        try {
            if (!sealed.startsWith(FORM)) {
                throw damaged(new IllegalArgumentException("an unknown form"));
            }
            ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(sealed.substring(FORM.length())));
            byte[] nonce = new byte[NONCE_BYTES];
            all.get(nonce);
            byte[] rest = new byte[all.remaining()];
            all.get(rest);
            return Secret.of(
                    new String(cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(rest), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException | BufferUnderflowException e) {
            throw damaged(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static VivariumException damaged(Exception e) {
        return new VivariumException(
                Kind.DENIED,
                "key.sealed",
                "a secret that was kept cannot be opened; it was sealed with another master key, or changed",
                e);
    }

    @Override
    public String toString() {
        return "SealingKey[***]";
    }
}
