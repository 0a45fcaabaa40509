package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.image.ImageHeader.Format;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
    @TempDir
    Path directory;

    @Test
    void readsBothFormats() throws IOException {
        assertThat(read(SampleImages.qcow2())).isEqualTo(new ImageHeader(Format.QCOW2, SampleImages.DISK));
        assertThat(read(SampleImages.qcow2(2, 0, 0, 512))).isEqualTo(new ImageHeader(Format.QCOW2, 512));
        assertThat(read(SampleImages.raw(4096))).isEqualTo(new ImageHeader(Format.RAW, 4096));
        assertThat(new ImageHeader(Format.RAW, (3L << 20) + 1).virtualMiB()).isEqualTo(4);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                hostile("backing file", SampleImages.qcow2(3, 200, 0, 512)),
                hostile("backing file", q(h -> h.putInt(16, 11))),
                hostile("another file", SampleImages.qcow2(3, 0, 4, 512)),
                hostile("another file", q(h -> h.putInt(112, 0x44415441).putInt(116, 8))),
                hostile("disk has 0 bytes", SampleImages.qcow2(3, 0, 0, 0)),
                hostile("disk has 9223372036854775807 bytes", SampleImages.qcow2(3, 0, 0, Long.MAX_VALUE)),
                hostile("disk has 18446744073709551104 bytes", SampleImages.qcow2(3, 0, 0, -512)),
                hostile("disk has 70368744178176 bytes", SampleImages.qcow2(3, 0, 0, (64L << 40) + 512)),
                hostile("and maps fewer", SampleImages.qcow2(3, 0, 0, 1L << 40)),
                hostile(
                        "holds data beyond the 512 bytes",
                        q(h -> h.putLong(24, 512).putLong(520, 1024))),
                hostile("map of clusters has 34359738360 bytes", q(h -> h.putInt(36, -1))),
                hostile("reference counts has 2199023255040 bytes", q(h -> h.putInt(56, -1))),
                format("unknown version 4", SampleImages.qcow2(4, 0, 0, 512)),
                format("unknown version -1", SampleImages.qcow2(-1, 0, 0, 512)),
                format("encrypted", q(h -> h.putInt(32, 1))),
                format("encrypted", q(h -> h.putInt(32, 2))),
                format("encrypted", q(h -> h.putInt(112, 0x0537be77).putInt(116, 16))),
                format("features that are not known here (0x20)", SampleImages.qcow2(3, 0, 1 << 5, 512)),
                format("not known here (0x8000000000000000)", SampleImages.qcow2(3, 0, Long.MIN_VALUE, 512)),
                format("not closed well", SampleImages.qcow2(3, 0, 1, 512)),
                format("not closed well", SampleImages.qcow2(3, 0, 2, 512)),
                format("4294967295 snapshots", q(h -> h.putInt(60, -1))),
                format("clusters have 2^8 bytes", q(h -> h.putInt(20, 8))),
                format("clusters have 2^-1 bytes", q(h -> h.putInt(20, -1))),
                format("header has 4294967288 bytes", q(h -> h.putInt(100, -8))),
                format("beyond the first cluster", q(h -> h.putInt(112, 7).putInt(116, -1))),
                format("map of clusters lies outside the file", q(h -> h.putLong(40, Long.MAX_VALUE))),
                format("map of clusters lies outside the file", q(h -> h.putLong(40, -512))),
                format("map of clusters leads out of the file", q(h -> h.putLong(512, 1L << 40))),
                format("map of clusters leads out of the file", q(h -> h.putLong(512, 1024 + 512))),
                format("lies outside the file", Arrays.copyOf(SampleImages.qcow2(), 600)),
                format("its header is cut short", Arrays.copyOf(SampleImages.qcow2(), 100)),
                format("in the middle of a cluster", q(h -> h.putLong(40, 520))),
                format("neither", SampleImages.raw(4096, 0, 0, 0)),
                format("neither", new byte[0]),
                format("neither", "<html>not found</html>".repeat(100).getBytes(StandardCharsets.UTF_8)),
                format("speaks of 9 sectors, 8 are there", SampleImages.raw(4096, 0x83, 1, 8)),
                format("speaks of 8589934590 sectors", SampleImages.raw(4096, 0x83, -1, -1)),
                format("speaks of 9 sectors", gpt(8)),
                format("cut short", gpt(Long.MAX_VALUE)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void refused(String code, String words, byte[] content) {
        assertRefused(content, code, words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KDMV",
                "COWD",
                "# Disk DescriptorFile\nversion=1\nRW 8 FLAT \"/etc/shadow\" 0\n",
                "vhdxfile",
                "conectix",
                "<<< Oracle VM VirtualBox Disk Image >>>",
                "LUKS\u00ba\u00be",
                "QED\0",
                "WithoutFreeSpace",
                "\u00fd7zXZ\0",
                "\u001f\u008b\u0008"
            })
    void otherFormatsAreNamedEvenWhereTheyHaveAPartitionTable(String magic) {
        byte[] content = SampleImages.raw(4096);
        byte[] start = magic.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(start, 0, content, 0, start.length);
        assertRefused(content, "image.format", " is ");
        assertThatThrownBy(() -> read(content)).hasMessageNotContaining("neither");
    }

    @Test
    void someFormatsShowThemselvesElsewhere() {
        byte[] vdi =
                ByteBuffer.wrap(SampleImages.raw(4096)).putInt(64, 0x7f10dabe).array();
        assertRefused(vdi, "image.format", "a VDI");
        byte[] vhd = SampleImages.raw(4096);
        System.arraycopy("conectix".getBytes(StandardCharsets.US_ASCII), 0, vhd, 4096 - 512, 8);
        assertRefused(vhd, "image.format", "a VHD");
    }

    /** What a guest wrote into its first sector must not decide how its disk is read: it must have been raw all along. */
    @Test
    void aRawDiskWithAQcow2HeaderIsTakenForWhatAToolWouldTakeIt() {
        byte[] both = Arrays.copyOf(SampleImages.qcow2(3, 200, 0, 512), 4096);
        both[450] = (byte) 0x83;
        both[510] = 0x55;
        both[511] = (byte) 0xaa;
        assertRefused(both, "image.hostile", "backing file");
    }

    @Test
    void whateverIsInItTheAnswerIsAHeaderOrARefusal() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            ByteBuffer image = ByteBuffer.wrap(SampleImages.qcow2());
            for (int change = random.nextInt(3); change >= 0; change--) {
                image.putInt(4 + 4 * random.nextInt(140), random.nextBoolean() ? -1 : random.nextInt());
            }
            try {
                assertThat(read(image.array()).virtualBytes()).isBetween(512L, 64L << 40);
            } catch (VivariumException e) {
                assertThat(e.kind()).isEqualTo(Kind.INVALID);
            }
        }
    }

    @Test
    void whatIsNoFileIsMissing() {
        for (Path path : new Path[] {directory, directory.resolve("нет")}) {
            assertThatThrownBy(() -> ImageHeader.read(path))
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.missing"));
        }
    }

    private static byte[] q(Consumer<ByteBuffer> change) {
        return SampleImages.qcow2(change);
    }

    private static byte[] gpt(long lastSector) {
        byte[] disk = SampleImages.raw(4096, 0xee, 1, -1);
        System.arraycopy("EFI PART".getBytes(StandardCharsets.US_ASCII), 0, disk, 512, 8);
        return ByteBuffer.wrap(disk)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(512 + 32, lastSector)
                .array();
    }

    private static Arguments hostile(String words, byte[] content) {
        return Arguments.of("image.hostile", words, content);
    }

    private static Arguments format(String words, byte[] content) {
        return Arguments.of("image.format", words, content);
    }

    private void assertRefused(byte[] content, String code, String words) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    private ImageHeader read(byte[] content) throws IOException {
        return ImageHeader.read(Files.write(directory.resolve("образ.img"), content));
    }
}
