package dev.vivarium.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretRefTest {
    @TempDir
    Path directory;

    @Test
    void aVariableAndAFileAreResolved() throws IOException {
        Path file = Files.writeString(directory.resolve("ключ"), "пароль\r\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(SecretRef.parse("file:ключ", directory).resolve(Map.of())).isEqualTo(Secret.of("пароль"));
        assertThat(SecretRef.parse("env:KEY", directory).resolve(Map.of("KEY", "пароль")))
                .isEqualTo(Secret.of("пароль"));
        assertThat(SecretRef.parse("file:" + file, Path.of("/elsewhere"))).isEqualTo(new SecretRef.InFile(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-----w-", "rw-rw----", "rw----r--"})
    void aFileThatOthersCanReadOrChangeIsRefused(String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("wide"), "canary");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> new SecretRef.InFile(file).resolve(Map.of()))
                .isInstanceOf(VivariumException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("canary");
    }

    @Test
    void whatIsNoTextOrTooLargeIsRefused() throws IOException {
        assertRefused(new byte[] {(byte) 0xff, 'x'}, "is not UTF-8 text");
        assertRefused(new byte[70_000], "too large");
    }

    private void assertRefused(byte[] content, String why) throws IOException {
        Path file = Files.write(directory.resolve("odd"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> new SecretRef.InFile(file).resolve(Map.of()))
                .isInstanceOf(VivariumException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary", "", "file:", "env:", "env:A B", "ENV:canary"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> SecretRef.parse(text, directory)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBareSecretIsNotRepeated() {
        assertThatThrownBy(() -> SecretRef.parse("canary", directory)).hasMessageNotContaining("canary");
    }
}
