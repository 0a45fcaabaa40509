package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk sector by sector: it must have a partition table, and all that the table speaks of. */
final class RawDisk {
    private static final int SECTOR = 512;
    private static final int FIRST_ENTRY = 446;
    private static final int LAST_ENTRY = 494;
    private static final int GPT_PROTECTION = 0xee;
    private static final String GPT_MARK = "EFI PART";

    private final Path file;
    private final FileChannel in;

    RawDisk(Path file, FileChannel in) {
        this.file = file;
        this.in = in;
    }

    /** The disk's size. */
    long check() throws IOException {
        long size = in.size();
        ByteBuffer head = ImageBytes.at(in, 0, 2 * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        if (size < SECTOR || !isMarked(head)) {
            throw ImageErrors.invalid(
                    "image.format",
                    file + " is neither a qcow2 image nor a raw disk with a partition table; convert it:"
                            + " qemu-img convert -O qcow2 IN OUT");
        }
        long end = isGpt(head) ? head.getLong(SECTOR + 32) + 1 : endOfPartitions(head);
        if (end < 0 || end > (size + SECTOR - 1) / SECTOR) {
            throw ImageErrors.invalid(
                    "image.format",
                    file + " is cut short: its partition table speaks of " + end + " sectors, " + size / SECTOR
                            + " are there; copy it once more from where it came");
        }
        return size;
    }

    /** An MBR (also the protective one of a GPT disk) has its mark and at least one partition. */
    private static boolean isMarked(ByteBuffer head) {
        if ((head.get(510) & 0xff) != 0x55 || (head.get(511) & 0xff) != 0xaa) {
            return false;
        }
        for (int entry = FIRST_ENTRY; entry <= LAST_ENTRY; entry += 16) {
            if (head.get(entry + 4) != 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGpt(ByteBuffer head) {
        for (int i = 0; i < GPT_MARK.length(); i++) {
            if (head.get(SECTOR + i) != GPT_MARK.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static long endOfPartitions(ByteBuffer head) {
        long end = 0;
        for (int entry = FIRST_ENTRY; entry <= LAST_ENTRY; entry += 16) {
            int type = head.get(entry + 4) & 0xff;
            if (type != 0 && type != GPT_PROTECTION) {
                end = Math.max(
                        end,
                        Integer.toUnsignedLong(head.getInt(entry + 8))
                                + Integer.toUnsignedLong(head.getInt(entry + 12)));
            }
        }
        return end;
    }
}
