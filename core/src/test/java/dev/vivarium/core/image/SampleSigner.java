package dev.vivarium.core.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** Somebody with an OpenPGP key made for the test. */
final class SampleSigner {
    static final Instant MADE = Instant.parse("2024-05-01T00:00:00Z");
    private static final String NAME = "Проверка <test@example.org>";

    private final PGPKeyPair keys;
    private PGPPublicKey key;

    SampleSigner() {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        try {
            keys = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.EDDSA_LEGACY,
                    generator.generateKeyPair(),
                    at(MADE));
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
        key = keys.getPublicKey();
    }

    /** From now on the key says that it expires so long after it was made. */
    SampleSigner expiresAfter(Duration life) throws PGPException {
        PGPSignatureSubpacketGenerator says = new PGPSignatureSubpacketGenerator();
        says.setKeyExpirationTime(false, life.toSeconds());
        PGPSignatureGenerator generator = generator(PGPSignature.POSITIVE_CERTIFICATION, HashAlgorithmTags.SHA256);
        generator.setHashedSubpackets(says.generate());
        key = PGPPublicKey.addCertification(key, NAME, generator.generateCertification(NAME, key));
        return this;
    }

    SampleSigner revoked() throws PGPException {
        key = PGPPublicKey.addCertification(
                key,
                generator(PGPSignature.KEY_REVOCATION, HashAlgorithmTags.SHA256).generateCertification(key));
        return this;
    }

    String publicKey() {
        try {
            return new String(armored(key.getEncoded()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String fingerprint() {
        return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
    }

    /** A signature made a day after the key. */
    byte[] signs(byte[] data) throws PGPException {
        return armored(signature(data, HashAlgorithmTags.SHA512, Duration.ZERO));
    }

    byte[] signs(byte[] data, int hash, Duration life) throws PGPException {
        return signature(data, hash, life);
    }

    private byte[] signature(byte[] data, int hash, Duration life) throws PGPException {
        PGPSignatureGenerator generator = generator(PGPSignature.BINARY_DOCUMENT, hash);
        PGPSignatureSubpacketGenerator says = new PGPSignatureSubpacketGenerator();
        says.setSignatureCreationTime(false, at(MADE.plus(Duration.ofDays(1))));
        if (!life.isZero()) {
            says.setSignatureExpirationTime(false, life.toSeconds());
        }
        generator.setHashedSubpackets(says.generate());
        generator.update(data);
        return encoded(generator.generate());
    }

    private PGPSignatureGenerator generator(int type, int hash) throws PGPException {
        PGPSignatureGenerator generator =
                new PGPSignatureGenerator(new BcPGPContentSignerBuilder(key.getAlgorithm(), hash), key);
        generator.init(type, keys.getPrivateKey());
        return generator;
    }

    private static byte[] encoded(PGPSignature signature) {
        try {
            return signature.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] armored(byte[] binary) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmoredOutputStream out =
                ArmoredOutputStream.builder().clearHeaders().build(text)) {
            out.write(binary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    private static Date at(Instant time) {
        return Date.from(time);
    }
}
