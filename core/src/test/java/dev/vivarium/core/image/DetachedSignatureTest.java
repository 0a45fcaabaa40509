package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.image.DetachedSignature.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetachedSignatureTest {
    private static final byte[] LIST = "0123 *образ.img\n".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = SampleSigner.MADE.plus(Duration.ofDays(100));
    private static SampleSigner maker;

    @BeforeAll
    static void makeAKey() {
        maker = new SampleSigner();
    }

    @Test
    void aGoodOneIsGood() throws Exception {
        check(maker, LIST, maker.signs(LIST));
        check(maker, LIST, maker.signs(LIST, HashAlgorithmTags.SHA256, Duration.ofDays(200)));
    }

    @Test
    void oneGoodOneAmongOthersIsEnough() throws Exception {
        byte[] other = new SampleSigner().signs(LIST, HashAlgorithmTags.SHA256, Duration.ZERO);
        byte[] good = maker.signs(LIST, HashAlgorithmTags.SHA256, Duration.ZERO);
        byte[] both = Arrays.copyOf(other, other.length + good.length);
        System.arraycopy(good, 0, both, other.length, good.length);
        check(maker, LIST, both);
    }

    @Test
    void whatItDoesNotFitIsRefused() throws Exception {
        byte[] changed = LIST.clone();
        changed[0]++;
        refused(maker, changed, maker.signs(LIST), "does not fit the list");
        refused(maker, LIST, new SampleSigner().signs(LIST), "is by another key");
        refused(maker, LIST, maker.signs(LIST, HashAlgorithmTags.SHA1, Duration.ZERO), "not accepted");
        refused(maker, LIST, maker.signs(LIST, HashAlgorithmTags.SHA256, Duration.ofDays(3)), "expired on 2024-05-05");
    }

    @Test
    void aKeyThatDoesNotCountAnyMoreIsRefused() throws Exception {
        SampleSigner short_ = new SampleSigner().expiresAfter(Duration.ofDays(99));
        refused(short_, LIST, short_.signs(LIST), "a key that expired on 2024-08-08");
        SampleSigner long_ = new SampleSigner().expiresAfter(Duration.ofDays(101));
        check(long_, LIST, long_.signs(LIST));
        SampleSigner revoked = new SampleSigner().revoked();
        refused(revoked, LIST, revoked.signs(LIST), "a key that was revoked");
        assertThatThrownBy(() -> of(maker).check(LIST, maker.signs(LIST), Instant.EPOCH))
                .hasMessageContaining("clock");
    }

    @Test
    void onlyTheKeyThatWeKnowCounts() {
        assertThatThrownBy(() -> DetachedSignature.by(maker.publicKey(), new SampleSigner().fingerprint()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(maker.fingerprint());
        assertThatThrownBy(() -> DetachedSignature.by("no key", maker.fingerprint()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>not found</html>",
                "-----BEGIN PGP SIGNATURE-----",
                "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n=AAAA\n-----END PGP SIGNATURE-----\n",
                "\u0089\u00ff\u00ff\u00ff\u00ff\u00ff",
                "\u00c2\u00ff\u007f\u00ff\u00ff\u00ff\u0004\u0000\u0001\u0008",
                "\u00a3\u0000\u0000"
            })
    void garbageIsRefused(String text) {
        refused(maker, LIST, text.getBytes(StandardCharsets.ISO_8859_1), "file");
    }

    /** Bits turned, pieces lost and lengths made huge: always an answer, and never much memory. */
    @Test
    void damagedOnesAreRefused() throws Exception {
        byte[] good = maker.signs(LIST, HashAlgorithmTags.SHA256, Duration.ofDays(200));
        byte[] text = maker.signs(LIST);
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = (i % 2 == 0 ? good : text).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bad[random.nextInt(Math.min(bad.length, 64))] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            byte[] file = random.nextInt(3) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            try {
                of(maker).check(LIST, file, NOW);
            } catch (Refused e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        refused(maker, LIST, new byte[DetachedSignature.LIMIT + 1], "larger than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ed25519"})
    void agreesWithGpg(String algorithm, @TempDir Path home) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/gpg")), "needs gpg to compare with: apt install gnupg");
        Path list = Files.write(home.resolve("SHA256SUMS"), LIST);
        gpg(home, "--quick-generate-key", "проверка", algorithm, "sign", "never");
        gpg(home, "--armor", "--output", home.resolve("key.asc").toString(), "--export");
        gpg(home, "--output", list + ".bin", "--detach-sign", list.toString());
        gpg(home, "--armor", "--output", list + ".asc", "--detach-sign", list.toString());
        new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "gpg-agent")
                .start()
                .waitFor();

        String key = Files.readString(home.resolve("key.asc"));
        String fingerprint = gpg(home, "--with-colons", "--fingerprint")
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":", -1)[9];
        DetachedSignature ours = DetachedSignature.by(key, fingerprint);
        for (String form : new String[] {".bin", ".asc"}) {
            byte[] signature = Files.readAllBytes(Path.of(list + form));
            assertThatCode(() -> ours.check(LIST, signature, Instant.now())).doesNotThrowAnyException();
            assertThatThrownBy(() -> ours.check("x".getBytes(StandardCharsets.UTF_8), signature, Instant.now()))
                    .isInstanceOf(Refused.class);
        }
    }

    private static String gpg(Path home, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet", "--no-tty", "--passphrase", ""));
        command.addAll(List.of("--pinentry-mode", "loopback"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", arguments)).isZero();
        return out;
    }

    private static DetachedSignature of(SampleSigner signer) {
        return DetachedSignature.by(signer.publicKey(), signer.fingerprint());
    }

    private static void check(SampleSigner signer, byte[] data, byte[] signature) throws Refused {
        of(signer).check(data, signature, NOW);
    }

    private static void refused(SampleSigner signer, byte[] data, byte[] signature, String why) {
        assertThatThrownBy(() -> check(signer, data, signature))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(why);
    }
}
