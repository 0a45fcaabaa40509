package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Walks a qcow2 image's map of clusters, which has two levels, and sees that every cluster lies within the file: an image that
 * was cut short is found here and not by a guest. Reads each table once, in pieces.
 */
final class Qcow2Map {
    private static final int PIECE = 64 << 10;
    private static final long OFFSET = 0x00fffffffffffe00L;
    private static final long COMPRESSED = 1L << 62;

    private final Path file;
    private final FileChannel in;
    private final long size;
    private final int clusterBits;
    private final int entryBits;
    private long tableBytes;

    /** @param entryBits 3 where an entry of the second level has 8 bytes, 4 where it has 16 */
    Qcow2Map(Path file, FileChannel in, int clusterBits, int entryBits) throws IOException {
        this.file = file;
        this.in = in;
        this.size = in.size();
        this.clusterBits = clusterBits;
        this.entryBits = entryBits;
    }

    /** @param entries of the first level, which begins at {@code at} */
    void check(long virtualSize, long at, int entries) throws IOException {
        int tableBits = clusterBits - entryBits + clusterBits; // what one table of the second level maps
        long needed = ((virtualSize - 1) >> tableBits) + 1;
        if (entries < needed) {
            throw ImageErrors.hostile(file, "says that its disk has " + virtualSize + " bytes, and maps fewer");
        }
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long i = 0; i < entries; i++) {
            if (i * 8 % PIECE == 0) {
                ImageBytes.fill(in, piece, at + i * 8);
            }
            long table = piece.getLong((int) (i * 8 % PIECE)) & OFFSET;
            if (table != 0 && i >= needed) {
                throw ImageErrors.hostile(file, "holds data beyond the " + virtualSize + " bytes of its disk");
            }
            if (table != 0) {
                checkTable(table);
            }
        }
    }

    private void checkTable(long at) throws IOException {
        long length = 1L << clusterBits;
        tableBytes += length;
        if (at % length != 0 || at > size - length || tableBytes > size) {
            throw ImageErrors.damaged(file, "its map of clusters leads out of the file: it was cut short, or made so");
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, length));
        for (long read = 0; read < length; read += piece.capacity()) {
            ImageBytes.fill(in, piece, at + read);
            for (int i = 0; i < piece.capacity(); i += 1 << entryBits) {
                checkCluster(piece.getLong(i));
            }
        }
    }

    private void checkCluster(long entry) {
        long at = (entry & COMPRESSED) == 0 ? entry & OFFSET : entry & ((1L << (62 - (clusterBits - 8))) - 1);
        if (at >= size) {
            throw ImageErrors.damaged(file, "some of its data lies beyond its end: it was cut short");
        }
    }
}
