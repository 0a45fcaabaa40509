package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an image says of itself in its first bytes. Read by us, before any program opens it: an image from outside could name
 * other files of this computer as its backing or data file.
 *
 * @param format {@code qcow2} or {@code raw}
 * @param virtualMiB the size of the disk in it, in MiB, rounded up
 */
public record ImageHeader(String format, long virtualMiB) {
    private static final int SIZE = 104;
    private static final int QCOW = 0x514649FB;
    private static final long EXTERNAL_DATA = 4;
    private static final Map<String, String> OTHERS =
            Map.of("KDMV", "VMDK", "vhdxfile", "VHDX", "conectix", "VHD", "<<< ", "VDI", "LUKS", "LUKS");

    /**
     * Reads the header.
     *
     * @throws VivariumException NOT_FOUND or DENIED if the file cannot be read, INVALID if it is no image for us
     */
    public static ImageHeader of(Path image) {
        byte[] start;
        long size;
        try (InputStream in = Files.newInputStream(image)) {
            start = in.readNBytes(SIZE);
            size = Files.size(image);
        } catch (IOException e) {
            throw new VivariumException(
                    Files.exists(image) ? Kind.DENIED : Kind.NOT_FOUND,
                    "image.unreadable",
                    "cannot read the image " + image + "; see whether it exists and belongs to you",
                    e);
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        if (start.length < SIZE || header.getInt(0) != QCOW) {
            return raw(image, start, size);
        }
        int version = header.getInt(4);
        if (version != 2 && version != 3) {
            throw invalid(image, "is a qcow of a version that we do not know");
        }
        if (header.getLong(8) != 0) {
            throw invalid(
                    image,
                    "has a backing file of its own; flatten it: qemu-img convert -O qcow2 " + image + " flat.qcow2");
        }
        if (header.getInt(32) != 0) {
            throw invalid(image, "is encrypted");
        }
        if (version == 3 && (header.getLong(72) & EXTERNAL_DATA) != 0) {
            throw invalid(image, "keeps its data in another file");
        }
        return new ImageHeader("qcow2", mebibytes(header.getLong(24)));
    }

    private static ImageHeader raw(Path image, byte[] start, long size) {
        String text = new String(start, java.nio.charset.StandardCharsets.ISO_8859_1);
        OTHERS.forEach((magic, name) -> {
            if (text.startsWith(magic)) {
                throw invalid(
                        image,
                        "is a " + name + "; make a qcow2 of it: qemu-img convert -O qcow2 " + image + " it.qcow2");
            }
        });
        if (size < 512) {
            throw invalid(image, "is empty or cut short");
        }
        return new ImageHeader("raw", mebibytes(size));
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + ((bytes & 0xFFFFF) == 0 ? 0 : 1);
    }

    private static VivariumException invalid(Path image, String why) {
        return new VivariumException(Kind.INVALID, "image.unusable", "the image " + image + " " + why);
    }
}
