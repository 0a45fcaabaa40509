package dev.vivarium.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    private static final byte[] BYTES =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void names() {
        file = directory.resolve("дом").resolve("master.key");
    }

    @Test
    void isMadeOncePrivatelyAndReadAgain() throws Exception {
        MasterKey made = MasterKey.openOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.list(file.getParent())).containsExactly(file);
        assertThat(sample(MasterKey.openOrCreate(file))).isEqualTo(sample(made));
        assertThat(made.toString()).isEqualTo("MasterKey[***]");
    }

    @Test
    void processesThatMakeItAtOnceGetTheSame() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(pool.submit(() -> sample(MasterKey.openOrCreate(file))));
        }
        List<String> keys = new ArrayList<>();
        for (Future<String> one : all) {
            keys.add(one.get());
        }
        pool.shutdown();
        assertThat(keys).containsOnly(keys.get(0));
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void isRefusedWhenOthersMayTouchIt(String permissions) throws Exception {
        MasterKey.openOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> MasterKey.openOrCreate(file))
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.DENIED);
                    assertThat(e.code()).isEqualTo("key.permissions");
                })
                .hasMessageContaining("chmod 600 '" + file + "'");
    }

    @Test
    void isReadInEveryForm() throws Exception {
        String expected = sample(MasterKey.of(BYTES));
        String hex = HexFormat.of().formatHex(BYTES);
        for (String form :
                List.of(hex, hex.toUpperCase(Locale.ROOT), Base64.getEncoder().encodeToString(BYTES))) {
            assertThat(sample(MasterKey.fromEnvironment("KEY", Map.of("KEY", form))))
                    .isEqualTo(expected);
        }
        assertThat(sample(MasterKey.fromEnvironment(
                        "KEY",
                        Map.of("KEY", Base64.getUrlEncoder().withoutPadding().encodeToString(BYTES)))))
                .isEqualTo(expected);
        MasterKey.openOrCreate(file);
        Files.write(file, BYTES);
        assertThat(sample(MasterKey.open(file))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "zz canary", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"})
    void isRefusedInAnyOtherFormWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> MasterKey.fromEnvironment("KEY", Map.of("KEY", text)))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("key.damaged"))
                .hasMessageContaining("KEY")
                .message()
                .doesNotContain(text + " ");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> MasterKey.open(file)).hasMessageContaining("backup");
        assertThatThrownBy(() -> MasterKey.fromEnvironment("KEY", Map.of()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("key.missing"));
    }

    @Test
    void tornFileIsNotReplaced() throws Exception {
        MasterKey.openOrCreate(file);
        Files.writeString(file, "0001");
        assertThatThrownBy(() -> MasterKey.openOrCreate(file)).hasMessageContaining("does not hold a master key");
        assertThat(Files.readString(file)).isEqualTo("0001");
    }

    private static String sample(MasterKey key) {
        return HexFormat.of().formatHex(key.derive("test", 16));
    }
}
