package dev.vivarium.core.image;

import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Checks the header of a qcow2 image: that it leads to no other file, that it needs nothing we do not know, and that all it
 * promises can be. The fields are those of QEMU's {@code docs/interop/qcow2.txt}, the bounds QEMU's own or narrower.
 */
final class Qcow2 {
    private static final int HEADER = 112;
    private static final long LARGEST_DISK = 64L << 40;
    private static final long LARGEST_L1 = 32L << 20;
    private static final long LARGEST_REFCOUNTS = 8L << 20;

    private static final long DIRTY = 1;
    private static final long CORRUPT = 1 << 1;
    private static final long EXTERNAL_DATA = 1 << 2;
    private static final long COMPRESSION = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;
    private static final long KNOWN = DIRTY | CORRUPT | EXTERNAL_DATA | COMPRESSION | EXTENDED_L2;

    private static final int EXTENSION_END = 0;
    private static final int EXTENSION_DATA_FILE = 0x44415441;
    private static final int EXTENSION_ENCRYPTION = 0x0537be77;

    private final Path file;
    private final FileChannel in;
    private final long size;

    Qcow2(Path file, FileChannel in) throws IOException {
        this.file = file;
        this.in = in;
        this.size = in.size();
    }

    /** The size of the disk in it. */
    long check() throws IOException {
        if (size < HEADER) {
            throw damaged("its header is cut short");
        }
        ByteBuffer head = ImageBytes.at(in, 0, HEADER);
        int version = head.getInt(4);
        if (version != 2 && version != 3) {
            throw ImageErrors.invalid("image.format", file + " is qcow2 of the unknown version " + version);
        }
        long features = version == 3 ? head.getLong(72) : 0;
        checkReferences(head, features);
        checkFeatures(features);
        int clusterBits = head.getInt(20);
        if (clusterBits < 9 || clusterBits > 21) {
            throw damaged("its clusters have 2^" + clusterBits + " bytes");
        }
        long clusterSize = 1L << clusterBits;
        checkExtensions(version == 3 ? head.getInt(100) : 72, (int) clusterSize);
        checkTables(head, clusterSize);
        long virtual = virtualSize(head);
        int entryBits = (features & EXTENDED_L2) == 0 ? 3 : 4;
        new Qcow2Map(file, in, clusterBits, entryBits).check(virtual, head.getLong(40), head.getInt(36));
        return virtual;
    }

    private void checkReferences(ByteBuffer head, long features) {
        if (head.getLong(8) != 0 || head.getInt(16) != 0) {
            throw hostile("is only a difference to another file, its backing file");
        }
        if ((features & EXTERNAL_DATA) != 0) {
            throw hostile("keeps its data in another file");
        }
        if (head.getInt(32) != 0) {
            throw ImageErrors.invalid("image.format", file + " is encrypted, which is not supported");
        }
        if (head.getInt(60) != 0) {
            throw ImageErrors.invalid(
                    "image.format",
                    file + " holds " + Integer.toUnsignedString(head.getInt(60))
                            + " snapshots, which are not taken along;"
                            + " leave them behind: qemu-img convert -O qcow2 IN OUT");
        }
    }

    private void checkFeatures(long features) {
        if ((features & ~KNOWN) != 0) {
            throw ImageErrors.invalid(
                    "image.format",
                    file + " needs features that are not known here (0x" + Long.toHexString(features & ~KNOWN)
                            + "); make it plainer: qemu-img convert -O qcow2 IN OUT");
        }
        if ((features & (DIRTY | CORRUPT)) != 0) {
            throw damaged("it was not closed well; mend it: qemu-img check -r all IMAGE");
        }
    }

    private long virtualSize(ByteBuffer head) {
        long virtual = head.getLong(24);
        if (virtual <= 0 || virtual > LARGEST_DISK || virtual % 512 != 0) {
            throw hostile("says that its disk has " + Long.toUnsignedString(virtual) + " bytes");
        }
        return virtual;
    }

    /** Extensions lie in the first cluster behind the header; two of them speak of other places for the data. */
    private void checkExtensions(int from, int clusterSize) throws IOException {
        if (from < 72 || from % 8 != 0 || from > clusterSize) {
            throw damaged("its header has " + Integer.toUnsignedString(from) + " bytes");
        }
        ByteBuffer cluster = ImageBytes.at(in, 0, clusterSize);
        long at = from;
        while (at + 8 <= clusterSize) {
            int type = cluster.getInt((int) at);
            long length = Integer.toUnsignedLong(cluster.getInt((int) at + 4));
            if (type == EXTENSION_END) {
                return;
            }
            if (type == EXTENSION_DATA_FILE) {
                throw hostile("keeps its data in another file");
            }
            if (type == EXTENSION_ENCRYPTION) {
                throw ImageErrors.invalid("image.format", file + " is encrypted, which is not supported");
            }
            at += 8 + (length + 7) / 8 * 8;
        }
        if (at > clusterSize) {
            throw damaged("its header goes on beyond the first cluster");
        }
    }

    private void checkTables(ByteBuffer head, long clusterSize) {
        checkTable("map of clusters", head.getLong(40), Integer.toUnsignedLong(head.getInt(36)) * 8, LARGEST_L1);
        checkTable(
                "table of reference counts",
                head.getLong(48),
                Integer.toUnsignedLong(head.getInt(56)) * clusterSize,
                LARGEST_REFCOUNTS);
        if (head.getLong(40) % clusterSize != 0 || head.getLong(48) % clusterSize != 0) {
            throw damaged("its tables begin in the middle of a cluster");
        }
    }

    private void checkTable(String name, long at, long length, long most) {
        if (length > most) {
            throw hostile("says that its " + name + " has " + length + " bytes");
        }
        if (length <= 0 || at <= 0 || at > size - length) {
            throw damaged("its " + name + " lies outside the file");
        }
    }

    private VivariumException hostile(String what) {
        return ImageErrors.hostile(file, what);
    }

    private VivariumException damaged(String what) {
        return ImageErrors.damaged(file, what);
    }
}
