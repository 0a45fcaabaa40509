package dev.vivarium.qemu.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts in place of QEMU's programs; the real ones are used by the tests of machines. */
class QemuToolsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private String script(String body) throws IOException {
        Path script = Files.writeString(directory.resolve("программа"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    @Test
    void versionAndBoardAreRead() throws IOException {
        String qemu = script("""
                case "$1" in
                --version) echo "QEMU emulator version 9.1.2 (some distribution)" ;;
                *) echo "pc                   Standard PC (i440FX + PIIX, 1996) (alias of pc-i440fx-9.1)"
                   echo "q35                  Standard PC (Q35 + ICH9, 2009) (alias of pc-q35-9.1)" ;;
                esac""");
        QemuTools tools = new QemuTools(qemu, "qemu-img");
        assertThat(tools.version()).isEqualTo("9.1.2");
        assertThat(tools.machineType()).isEqualTo("pc-q35-9.1");
    }

    @Test
    void missingProgramIsSaid() {
        QemuTools tools = new QemuTools("/no/such/qemu", "/no/such/qemu-img");
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(tools::version)
                .withMessageContaining("apt install")
                .satisfies(e -> assertThat(e.code()).isEqualTo("qemu.missing"));
    }

    @Test
    void failureCarriesWhatWasWritten() throws IOException {
        QemuTools tools = new QemuTools("qemu", script("echo 'write failed: No space left on device' >&2; exit 1"));
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> tools.takeSnapshot(directory.resolve("disk"), "x"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CAPACITY));
    }

    @Test
    void garbageInPlaceOfJsonIsAFault() throws IOException {
        QemuTools tools = new QemuTools("qemu", script("echo '{\"snapshots\": [{\"name\": '"));
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> tools.snapshots(directory.resolve("disk")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.HYPERVISOR_FAULT));
    }

    @Test
    void toolThatHangsIsEnded() throws IOException {
        String hanging = script("exec tail -f /dev/null");
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> Tool.run(Duration.ofMillis(100), List.of(hanging)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    }

    @Test
    void endlessOutputIsCut() throws IOException {
        String endless = script("yes 'одна и та же строка'");
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> Tool.run(Duration.ofSeconds(20), List.of(endless)))
                .satisfies(e -> assertThat(e.message()).hasSizeLessThan(1000));
    }
}
