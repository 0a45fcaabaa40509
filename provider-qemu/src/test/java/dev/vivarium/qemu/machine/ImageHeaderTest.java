package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static ByteBuffer qcow2() {
        return ByteBuffer.allocate(512).putInt(0, 0x514649FB).putInt(4, 3).putLong(24, (3L << 30) + 1);
    }

    private Path image(byte[] content) throws IOException {
        return Files.write(directory.resolve("образ"), content);
    }

    @Test
    void goodOnesAreRead() throws IOException {
        assertThat(ImageHeader.of(image(qcow2().array()))).isEqualTo(new ImageHeader("qcow2", 3073));
        assertThat(ImageHeader.of(image(qcow2().putInt(4, 2).putLong(72, -1).array())))
                .isEqualTo(new ImageHeader("qcow2", 3073));
        assertThat(ImageHeader.of(image(new byte[1 << 20]))).isEqualTo(new ImageHeader("raw", 1));
    }

    @Test
    void imageThatNamesOtherFilesIsRefused() throws IOException {
        refused(qcow2().putLong(8, 0x200).array(), "backing file");
        refused(qcow2().putLong(72, 4).array(), "another file");
    }

    @Test
    void whatCannotBeUsedIsRefused() throws IOException {
        refused(qcow2().putInt(32, 2).array(), "encrypted");
        refused(qcow2().putInt(4, 4).array(), "version");
        refused(new byte[0], "empty");
        refused(Arrays.copyOf(qcow2().array(), 20), "cut short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KDMV", "vhdxfile", "conectix", "<<< Oracle VM VirtualBox Disk Image >>>"})
    void otherFormatsAreNamed(String magic) throws IOException {
        refused(Arrays.copyOf(magic.getBytes(StandardCharsets.US_ASCII), 4096), "qemu-img convert");
    }

    @Test
    void absentIsNotFound() {
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> ImageHeader.of(directory.resolve("нет")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    private void refused(byte[] content, String reason) throws IOException {
        Path image = image(content);
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> ImageHeader.of(image))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
    }
}
