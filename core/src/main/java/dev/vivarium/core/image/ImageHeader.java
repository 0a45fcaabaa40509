package dev.vivarium.core.image;

import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a disk image says of itself, read and checked by ourselves before any tool opens it. An image from outside could name
 * other files of this host, whose content a guest would then read; or promise what it does not hold. Whole disks in qcow2 or
 * raw form are taken, nothing else; a few MiB of memory suffice for whatever is in the file.
 *
 * @param format how it is written
 * @param virtualBytes the size of the disk that the guest sees
 */
public record ImageHeader(Format format, long virtualBytes) {
    private static final int QCOW2_MAGIC = 0x514649fb;
    private static final int HEAD = 64 << 10;

    /** How a disk image is written. */
    public enum Format {
        QCOW2,
        /** Sector by sector; recognised by its partition table. */
        RAW;

        /** The name that tools know it by, such as {@code qcow2}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The size of the disk in MiB, rounded up. */
    public long virtualMiB() {
        return (virtualBytes >> 20) + ((virtualBytes & 0xfffff) == 0 ? 0 : 1);
    }

    /**
     * Reads the header and what it leads to.
     *
     * @throws VivariumException NOT_FOUND {@code image.missing} if the file cannot be read; INVALID {@code image.format} if
     *     it is neither qcow2 nor a raw disk with a partition table, or is damaged or cut short; INVALID {@code
     *     image.hostile} if it leads to other files, or lies about its size
     */
    public static ImageHeader read(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw ImageErrors.missing(file);
        }
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, in.size()));
            ImageBytes.fill(in, head, 0);
            if (head.limit() >= 4 && head.getInt(0) == QCOW2_MAGIC) {
                return new ImageHeader(Format.QCOW2, new Qcow2(file, in).check());
            }
            ForeignFormat.of(in, head).ifPresent(other -> {
                throw ImageErrors.invalid("image.format", file + " is " + other.text() + "; " + other.remedy());
            });
            return new ImageHeader(Format.RAW, new RawDisk(file, in).check());
        } catch (IOException e) {
            throw ImageErrors.disk(file, e);
        }
    }
}
