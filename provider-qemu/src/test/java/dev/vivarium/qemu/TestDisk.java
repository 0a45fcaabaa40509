package dev.vivarium.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A raw disk with a partition table and nothing else: enough to be taken for an image. */
public final class TestDisk {
    private static final int FIRST_PARTITION = 446;
    private static final int LINUX = 0x83;

    private TestDisk() {}

    /** Writes it into the directory. */
    public static Path in(Path directory, long bytes) throws IOException {
        Path disk = directory.resolve("image.raw");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(bytes);
            file.seek(FIRST_PARTITION + 4);
            file.write(LINUX);
            file.seek(510);
            file.write(new byte[] {0x55, (byte) 0xaa});
        }
        return disk;
    }
}
