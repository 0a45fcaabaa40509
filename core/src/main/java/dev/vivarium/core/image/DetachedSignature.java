package dev.vivarium.core.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * Checks an OpenPGP signature that lies in a file of its own. One key counts, the one whose fingerprint we know; its subkeys,
 * other keys, weak hashes, and keys that have expired or were revoked do not.
 */
final class DetachedSignature {
    /** The largest file that is looked at; a signature takes about 1 KiB. */
    static final int LIMIT = 16 << 10;

    private static final int MOST_SIGNATURES = 8;
    private static final Set<Integer> HASHES =
            Set.of(HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);

    private final PGPPublicKey key;

    private DetachedSignature(PGPPublicKey key) {
        this.key = key;
    }

    /** It does not prove what it should; the message says why, to go on after "the signature …". */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    /**
     * Signatures by this key.
     *
     * @param armored the public key, as {@code gpg --export --armor} writes it
     * @param fingerprint of the key, in hex
     * @throws IllegalArgumentException if the key is not the one with this fingerprint
     */
    static DetachedSignature by(String armored, String fingerprint) {
        try (InputStream in =
                PGPUtil.getDecoderStream(new ByteArrayInputStream(armored.getBytes(StandardCharsets.UTF_8)))) {
            PGPPublicKey key = new PGPPublicKeyRing(in, new BcKeyFingerprintCalculator()).getPublicKey();
            String found = HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
            if (!found.equals(fingerprint.toUpperCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the key has the fingerprint " + found + ", not " + fingerprint);
            }
            return new DetachedSignature(key);
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no public key", e);
        }
    }

    /**
     * Returns if at least one signature in the file is good.
     *
     * @param signature binary or armored
     * @throws Refused that says why none is
     */
    void check(byte[] data, byte[] signature, Instant now) throws Refused {
        if (signature.length > LIMIT) {
            throw new Refused("is larger than " + LIMIT + " bytes");
        }
        usable(now);
        PGPSignatureList signatures = parse(signature);
        Refused last = new Refused("file is empty");
        for (int i = 0; i < Math.min(MOST_SIGNATURES, signatures.size()); i++) {
            try {
                check(data, signatures.get(i), now);
                return;
            } catch (Refused e) {
                last = e;
            }
        }
        throw last;
    }

    private void usable(Instant now) throws Refused {
        if (key.hasRevocation()) {
            throw new Refused("is by a key that was revoked");
        }
        Instant made = key.getCreationTime().toInstant();
        long seconds = key.getValidSeconds();
        if (now.isBefore(made.minus(Duration.ofDays(1)))) {
            throw new Refused("is by a key of the future; is this computer's clock right?");
        }
        if (seconds > 0 && now.isAfter(made.plusSeconds(seconds))) {
            throw new Refused("is by a key that expired on " + made.plusSeconds(seconds));
        }
    }

    /** Whatever is in the file, the answer is a signature or a refusal. */
    private static PGPSignatureList parse(byte[] file) throws Refused {
        try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(file))) {
            byte[] binary = in.readNBytes(LIMIT);
            Object first = new PGPObjectFactory(binary, new BcKeyFingerprintCalculator()).nextObject();
            if (first instanceof PGPSignatureList list) {
                return list;
            }
        } catch (IOException | RuntimeException e) {
            throw new Refused("file is damaged, or is none at all");
        }
        throw new Refused("file holds no signature");
    }

    private void check(byte[] data, PGPSignature signature, Instant now) throws Refused {
        if (signature.getKeyID() != key.getKeyID()) {
            throw new Refused(String.format(
                    Locale.ROOT, "is by another key, %016X, not by %016X", signature.getKeyID(), key.getKeyID()));
        }
        if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT
                || !HASHES.contains(signature.getHashAlgorithm())) {
            throw new Refused("is of a kind that is not accepted");
        }
        Instant made = signature.getCreationTime().toInstant();
        if (made.isAfter(now.plus(Duration.ofDays(1)))) {
            throw new Refused("is of the future; is this computer's clock right?");
        }
        if (!verifies(data, signature)) {
            throw new Refused("does not fit the list");
        }
        // told by the part that is signed, so it counts only now
        long seconds =
                signature.hasSubpackets() ? signature.getHashedSubPackets().getSignatureExpirationTime() : 0;
        if (seconds > 0 && now.isAfter(made.plusSeconds(seconds))) {
            throw new Refused("expired on " + made.plusSeconds(seconds));
        }
    }

    private boolean verifies(byte[] data, PGPSignature signature) throws Refused {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(data);
            return signature.verify();
        } catch (PGPException | RuntimeException e) {
            throw new Refused("cannot be checked, as it is damaged");
        }
    }
}
