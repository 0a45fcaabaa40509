package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What a disk image's first bytes say, read by ourselves before any tool opens it.
 *
 * <p>A qcow2 file can name other files of this host (a backing file, an external data file) that a guest would then read;
 * such an image is refused.
 *
 * @param format how it is written
 * @param virtualBytes the size of the disk that the guest sees
 */
public record ImageHeader(Format format, long virtualBytes) {
    private static final int QCOW2_MAGIC = 0x514649fb;
    private static final long EXTERNAL_DATA = 1L << 2;
    private static final long LARGEST = 1L << 50;
    private static final int SECTOR = 512;

    /** How a disk image is written. */
    public enum Format {
        QCOW2,
        /** Sector by sector; recognised by its partition table. */
        RAW
    }

    /**
     * Reads the header.
     *
     * @throws dev.vivarium.core.model.VivariumException INVALID {@code image.format} if it is neither qcow2 nor a raw
     *     disk with a partition table; {@code image.hostile} if it leads to other files
     * @throws IOException if it cannot be read
     */
    public static ImageHeader read(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate(2 * SECTOR);
            while (head.hasRemaining() && in.read(head) >= 0) {}
            head.limit(head.capacity());
            long size = in.size();
            if (size >= SECTOR && head.getInt(0) == QCOW2_MAGIC) {
                return qcow2(file, head);
            }
            if (size >= SECTOR && isPartitioned(head)) {
                return new ImageHeader(Format.RAW, size);
            }
            throw ImageErrors.invalid(
                    "image.format",
                    file + " is neither a qcow2 image nor a raw disk with a partition table; convert it:"
                            + " qemu-img convert -O qcow2 IN OUT");
        }
    }

    private static ImageHeader qcow2(Path file, ByteBuffer head) {
        int version = head.getInt(4);
        long backingName = head.getLong(8);
        long virtual = head.getLong(24);
        int encryption = head.getInt(32);
        long incompatible = version >= 3 ? head.getLong(72) : 0;
        if (version != 2 && version != 3) {
            throw ImageErrors.invalid("image.format", file + " is qcow2 of the unknown version " + version);
        }
        if (backingName != 0) {
            throw ImageErrors.invalid(
                    "image.hostile",
                    file + " is only a difference to another file, its backing file; make it whole:"
                            + " qemu-img convert -O qcow2 IN OUT");
        }
        if ((incompatible & EXTERNAL_DATA) != 0) {
            throw ImageErrors.invalid(
                    "image.hostile",
                    file + " keeps its data in another file; make it whole: qemu-img convert -O qcow2 IN OUT");
        }
        if (encryption != 0) {
            throw ImageErrors.invalid("image.format", file + " is encrypted, which is not supported");
        }
        if (virtual <= 0 || virtual > LARGEST) {
            throw ImageErrors.invalid("image.format", file + " has a damaged header: a disk of " + virtual + " bytes");
        }
        return new ImageHeader(Format.QCOW2, virtual);
    }

    /** An MBR (also the protective one of a GPT disk) has its mark and at least one partition. */
    private static boolean isPartitioned(ByteBuffer head) {
        if ((head.get(510) & 0xff) != 0x55 || (head.get(511) & 0xff) != 0xaa) {
            return false;
        }
        for (int entry = 446; entry < 510; entry += 16) {
            if (head.get(entry + 4) != 0) {
                return true;
            }
        }
        return false;
    }
}
