package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QemuSettingsTest {
    private static final InstallationId OURS = new InstallationId("ours");

    private static QemuSettings of(Map<String, String> values) {
        return QemuSettings.of(new HypervisorSettings("local", OURS, Path.of("/home/x"), values, Map.of()));
    }

    @Test
    void defaults() {
        QemuSettings expected = new QemuSettings(
                "local",
                OURS,
                Path.of("/home/x"),
                "qemu-system-x86_64",
                "qemu-img",
                "auto",
                Duration.ofMinutes(2),
                512,
                Optional.empty(),
                20000,
                29999);
        assertThat(of(Map.of())).isEqualTo(expected);
    }

    @Test
    void everyKeyWithAnotherValue() {
        Map<String, String> values = Map.of(
                "binary", "/opt/qemu",
                "imageTool", "/opt/qemu-img",
                "accelerator", "tcg",
                "directory", "/большой/диск",
                "shutdownTimeout", "1m30s",
                "reserveMiB", "0",
                "firmware", "/opt/bios",
                "ports", "30000-30009");
        assertThat(QemuSettings.SCHEMA.settings())
                .extracting(Setting::name)
                .containsExactlyInAnyOrderElementsOf(values.keySet());
        QemuSettings expected = new QemuSettings(
                "local",
                OURS,
                Path.of("/большой/диск"),
                "/opt/qemu",
                "/opt/qemu-img",
                "tcg",
                Duration.ofSeconds(90),
                0,
                Optional.of(Path.of("/opt/bios")),
                30000,
                30009);
        assertThat(of(values)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "accelerator, xen",
        "shutdownTimeout, soon",
        "reserveMiB, much",
        "ports, 80",
        "ports, 200-100",
        "ports, 0-10",
        "ports, 1-70000"
    })
    void wrongValuesAreNamed(String name, String value) {
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> of(Map.of(name, value)))
                .withMessageContaining("'" + name + "'")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
    }
}
