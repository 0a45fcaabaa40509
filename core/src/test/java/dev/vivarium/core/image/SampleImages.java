package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;

/** Disk images made by hand, with and without tricks. */
final class SampleImages {
    private SampleImages() {}

    /** The disk that is in those whose size is not said. */
    static final long DISK = 1 << 20;

    /** Clusters of 512 bytes: the header, the first level of the map, the reference counts. */
    private static final int SIZE = 3 * 512;

    static byte[] qcow2(int version, long backingName, long incompatible, long virtualBytes) {
        ByteBuffer head = ByteBuffer.allocate(SIZE);
        head.putInt(0, 0x514649fb).putInt(4, version).putLong(8, backingName).putLong(24, virtualBytes);
        head.putInt(20, 9).putInt(36, 32).putLong(40, 512).putLong(48, 1024).putInt(56, 1);
        head.putLong(72, incompatible).putInt(96, 4).putInt(100, 112);
        if (backingName != 0) {
            head.put((int) backingName, "/etc/shadow".getBytes(StandardCharsets.UTF_8));
        }
        return head.array();
    }

    static byte[] qcow2() {
        return qcow2(3, 0, 0, DISK);
    }

    /** A good image with this changed in it. */
    static byte[] qcow2(Consumer<ByteBuffer> change) {
        ByteBuffer image = ByteBuffer.wrap(qcow2());
        change.accept(image);
        return image.array();
    }

    /** A qcow2 header and then bytes that do not compress, always the same. */
    static byte[] large(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        System.arraycopy(qcow2(), 0, bytes, 0, SIZE);
        return bytes;
    }

    static byte[] raw(int size) {
        return raw(size, 0x83, 0, 0);
    }

    /** A disk with one partition, in sectors. */
    static byte[] raw(int size, int type, int from, int length) {
        ByteBuffer disk = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(446 + 4, (byte) type).putInt(446 + 8, from).putInt(446 + 12, length);
        return disk.putShort(510, (short) 0xaa55).array();
    }

    /** A disk with a partition and content that does not compress. */
    static byte[] partitioned(int size) {
        byte[] disk = new byte[size];
        new Random(7).nextBytes(disk);
        System.arraycopy(raw(512, 0x83, 1, size / 512 - 1), 0, disk, 0, 512);
        return disk;
    }

    static Path write(Path file, byte[] content) throws IOException {
        return Files.write(file, content);
    }
}
