package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Disk images made by hand, with and without tricks. */
final class SampleImages {
    private SampleImages() {}

    static byte[] qcow2(int version, long backingName, long incompatible, long virtualBytes) {
        ByteBuffer head = ByteBuffer.allocate(1024);
        head.putInt(0, 0x514649fb).putInt(4, version).putLong(8, backingName).putLong(24, virtualBytes);
        head.putLong(72, incompatible);
        if (backingName != 0) {
            head.put((int) backingName, "/etc/shadow".getBytes(StandardCharsets.UTF_8));
        }
        return head.array();
    }

    static byte[] qcow2() {
        return qcow2(3, 0, 0, 2L << 30);
    }

    /** A qcow2 header and then bytes that do not compress, always the same. */
    static byte[] large(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        System.arraycopy(qcow2(), 0, bytes, 0, 1024);
        return bytes;
    }

    static byte[] raw(int size) {
        byte[] disk = new byte[size];
        disk[446 + 4] = (byte) 0x83;
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        return disk;
    }

    static Path write(Path file, byte[] content) throws IOException {
        return Files.write(file, content);
    }
}
