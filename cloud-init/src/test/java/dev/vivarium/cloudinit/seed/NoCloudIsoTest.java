package dev.vivarium.cloudinit.seed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.iso.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoCloudIsoTest {
    @TempDir
    Path dir;

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void isFoundAndReadByOthersPrograms() throws IOException, InterruptedException {
        Path iso = dir.resolve("сид.iso");
        NoCloudIso.write(Sample.seed(), iso);
        assertThat(Tool.BLKID.run(dir, "-p", "-o", "export", iso.toString()).lines())
                .contains("LABEL=CIDATA", "TYPE=iso9660");
        for (String name : Sample.seed().documents().keySet()) {
            Path out = dir.resolve(name);
            Tool.XORRISO.run(dir, "-osirrox", "on", "-indev", iso.toString(), "-extract", "/" + name, out.toString());
            assertThat(out).hasContent(Sample.seed().documents().get(name).reveal());
        }
    }

    @Test
    void isItsOwnersAloneAndAlwaysTheSame() throws IOException {
        Path iso = dir.resolve("seed.iso");
        Files.createFile(iso, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        NoCloudIso.write(Sample.seed(), iso);
        assertThat(permissions(iso)).isEqualTo("rw-------");
        Digest first = Digest.ofFile(iso);
        NoCloudIso.write(Sample.seed(), iso);
        assertThat(Digest.ofFile(iso)).isEqualTo(first);
        assertThat(dir).isDirectoryContaining(file -> file.equals(iso)).isDirectoryNotContaining("glob:**draft*");
    }

    @Test
    void scrubbingLeavesNoSecretInTheFile() throws IOException {
        Path iso = dir.resolve("seed.iso");
        NoCloudIso.write(Sample.seed(), iso);
        NoCloudIso.write(Sample.seed().scrubbed(), iso);
        assertThat(Files.readString(iso, ISO_8859_1))
                .contains(Sample.metaData().instanceId())
                .doesNotContain(Sample.CANARY, "BEGIN OPENSSH", "VE9LRU49Y2FuYXJ5");
    }

    @Test
    void replacesTheDraftOfAKilledProcess() throws IOException {
        Path iso = dir.resolve("seed.iso");
        Files.writeString(dir.resolve(".seed.iso.draft"), Sample.CANARY);
        NoCloudIso.write(Sample.seed().scrubbed(), iso);
        assertThat(dir.resolve(".seed.iso.draft")).doesNotExist();
    }

    @Test
    void keepsWhatWasThereWhenItFails() throws IOException {
        Path taken = Files.createDirectory(dir.resolve("seed.iso"));
        Files.createFile(taken.resolve("inside"));
        assertThatIOException().isThrownBy(() -> NoCloudIso.write(Sample.seed(), taken));
        assertThat(taken.resolve("inside")).exists();
        assertThat(dir.resolve(".seed.iso.draft")).doesNotExist();
        assertThatIOException().isThrownBy(() -> NoCloudIso.write(Sample.seed(), dir.resolve("absent/seed.iso")));
    }
}
