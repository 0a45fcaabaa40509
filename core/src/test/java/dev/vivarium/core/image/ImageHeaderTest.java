package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.image.ImageHeader.Format;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageHeaderTest {
    @TempDir
    Path directory;

    @Test
    void readsBothFormats() throws IOException {
        assertThat(read(SampleImages.qcow2())).isEqualTo(new ImageHeader(Format.QCOW2, 2L << 30));
        assertThat(read(SampleImages.qcow2(2, 0, -1, 512))).isEqualTo(new ImageHeader(Format.QCOW2, 512));
        assertThat(read(SampleImages.raw(4096))).isEqualTo(new ImageHeader(Format.RAW, 4096));
    }

    static Stream<Arguments> refused() {
        byte[] encrypted = SampleImages.qcow2();
        encrypted[35] = 2;
        byte[] bootSectorOnly = SampleImages.raw(4096);
        bootSectorOnly[446 + 4] = 0;
        return Stream.of(
                Arguments.of("image.hostile", "backing file", SampleImages.qcow2(3, 200, 0, 512)),
                Arguments.of("image.hostile", "another file", SampleImages.qcow2(3, 0, 4, 512)),
                Arguments.of("image.format", "unknown version 4", SampleImages.qcow2(4, 0, 0, 512)),
                Arguments.of("image.format", "unknown version -1", SampleImages.qcow2(-1, 0, 0, 512)),
                Arguments.of("image.format", "damaged", SampleImages.qcow2(3, 0, 0, 0)),
                Arguments.of("image.format", "damaged", SampleImages.qcow2(3, 0, 0, Long.MAX_VALUE)),
                Arguments.of("image.format", "encrypted", encrypted),
                Arguments.of("image.format", "neither", bootSectorOnly),
                Arguments.of("image.format", "neither", Arrays.copyOf(SampleImages.qcow2(), 100)),
                Arguments.of("image.format", "neither", new byte[0]),
                Arguments.of(
                        "image.format",
                        "neither",
                        "<html>not found</html>".repeat(100).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void refused(String code, String words, byte[] content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void agreesWithQemuImg() throws Exception {
        Path tool = Path.of("/usr/bin/qemu-img");
        Assumptions.assumeTrue(Files.isExecutable(tool), "needs qemu-img: apt install qemu-utils");
        run(tool.toString(), "create", "-q", "-f", "qcow2", "base.qcow2", "96M");
        run(tool.toString(), "create", "-q", "-f", "qcow2", "-b", "base.qcow2", "-F", "qcow2", "over.qcow2");
        run(tool.toString(), "create", "-q", "-f", "qcow2", "-o", "data_file=data.raw", "data.qcow2", "1M");

        assertThat(ImageHeader.read(directory.resolve("base.qcow2")))
                .isEqualTo(new ImageHeader(Format.QCOW2, 96L << 20));
        for (String hostile : new String[] {"over.qcow2", "data.qcow2"}) {
            assertThatThrownBy(() -> ImageHeader.read(directory.resolve(hostile)))
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.hostile"));
        }
    }

    private void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private ImageHeader read(byte[] content) throws IOException {
        return ImageHeader.read(SampleImages.write(directory.resolve("образ.img"), content));
    }
}
