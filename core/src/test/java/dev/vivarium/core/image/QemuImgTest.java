package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.image.ImageHeader.Format;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What qemu-img writes is read as qemu-img meant it. */
class QemuImgTest {
    private static final int TRIES = 50;
    private static final int SIZE = 3 << 20;

    @TempDir
    Path directory;

    @BeforeEach
    void aDiskWithContent() throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/qemu-img")), "needs qemu-img: apt install qemu-utils");
        Files.write(directory.resolve("disk.raw"), SampleImages.partitioned(SIZE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-O qcow2",
                "-O qcow2 -o compat=0.10",
                "-O qcow2 -c",
                "-O qcow2 -c -o compression_type=zstd",
                "-O qcow2 -o extended_l2=on,cluster_size=128k",
                "-O qcow2 -o cluster_size=512",
                "-O qcow2 -o cluster_size=2M,preallocation=full"
            })
    void wholeDisksAreTaken(String how) throws Exception {
        assertThat(ImageHeader.read(convert(how))).isEqualTo(new ImageHeader(Format.QCOW2, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-O qcow2", "-O qcow2 -c", "-O qcow2 -o extended_l2=on,cluster_size=128k"})
    void oneThatWasCutShortIsRefused(String how) throws Exception {
        Path image = convert(how);
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        refused(image, "image.format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-O vmdk", "-O vmdk -o subformat=monolithicFlat", "-O vdi", "-O vhdx", "-O vpc", "-O qed"})
    void otherFormatsAreRefused(String how) throws Exception {
        refused(convert(how), "image.format");
    }

    @Test
    void whatLeadsToOtherFilesIsRefused() throws Exception {
        convert("-O qcow2");
        run("create", "-q", "-f", "qcow2", "-b", "image", "-F", "qcow2", "over");
        run("create", "-q", "-f", "qcow2", "-o", "data_file=data.raw", "data", "1M");
        refused(directory.resolve("over"), "image.hostile");
        refused(directory.resolve("data"), "image.hostile");
    }

    @Test
    void whatIsEncryptedOrHasSnapshotsIsRefused() throws Exception {
        encrypted("-f", "qcow2", "-o", "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10", "luks");
        encrypted("-f", "luks", "-o", "key-secret=s,iter-time=10", "bare");
        run("snapshot", "-c", "s", convert("-O qcow2").toString());
        refused(directory.resolve("luks"), "image.format");
        refused(directory.resolve("bare"), "image.format");
        refused(directory.resolve("image"), "image.format");
    }

    private static void refused(Path image, String code) {
        assertThatThrownBy(() -> ImageHeader.read(image))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Path convert(String how) throws Exception {
        List<String> command = new ArrayList<>(List.of("convert", "-f", "raw"));
        command.addAll(List.of(how.split(" ", -1)));
        command.addAll(List.of("disk.raw", "image"));
        run(command.toArray(String[]::new));
        return directory.resolve("image");
    }

    /** The tool times how long hashing takes, and gives up where the clock is too coarse for that: a matter of luck. */
    private void encrypted(String... how) throws Exception {
        List<String> command = new ArrayList<>(List.of("create", "-q", "--object", "secret,id=s,data=canary"));
        command.addAll(List.of(how));
        command.add("1M");
        int code = 1;
        for (int i = 0; i < TRIES && code != 0; i++) {
            code = exitCode(command);
        }
        assertThat(code).as(String.join(" ", command)).isZero();
    }

    private void run(String... arguments) throws Exception {
        assertThat(exitCode(List.of(arguments))).as(String.join(" ", arguments)).isZero();
    }

    private int exitCode(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/qemu-img"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
    }
}
