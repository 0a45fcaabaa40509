package dev.vivarium.core.keys;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF with SHA-256, RFC 5869. */
final class Hkdf {
    private Hkdf() {}

    /**
     * Extract and expand.
     *
     * @param key the secret that is drawn from
     * @param salt may be empty
     * @param info separates purposes
     * @param length how many bytes, at most 8160
     */
    static byte[] sha256(byte[] key, byte[] salt, byte[] info, int length) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(key, salt, info));
        byte[] out = new byte[length];
        generator.generateBytes(out, 0, length);
        return out;
    }
}
