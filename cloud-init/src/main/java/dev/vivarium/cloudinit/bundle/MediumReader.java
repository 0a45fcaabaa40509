package dev.vivarium.cloudinit.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Finds {@code layer.json} in a medium's root directory (Joliet): what it takes to recognise a medium without reading it all. */
final class MediumReader {
    private static final int SECTOR = 2048;
    private static final int JOLIET_DESCRIPTOR = 17;
    private static final int ROOT_RECORD = 156;
    private static final int LIMIT = 16 << 20;
    private static final byte[] NAME = LayerDocument.FILE_NAME.getBytes(StandardCharsets.UTF_16BE);

    private MediumReader() {}

    /** The document's bytes; empty if this is no medium of ours, or is damaged there. */
    static Optional<byte[]> layerDocument(Path medium) throws IOException {
        try (FileChannel in = FileChannel.open(medium, StandardOpenOption.READ)) {
            ByteBuffer descriptor = read(in, JOLIET_DESCRIPTOR, SECTOR);
            Optional<ByteBuffer> root = extent(in, descriptor, ROOT_RECORD);
            return root.isPresent() ? document(in, root.get()) : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> document(FileChannel in, ByteBuffer directory) throws IOException {
        for (int at = 0; at < directory.limit(); ) {
            int length = directory.get(at) & 0xff;
            if (length == 0) {
                at = (at / SECTOR + 1) * SECTOR;
            } else if (at + length > directory.limit() || length < 34) {
                return Optional.empty();
            } else if (isNamed(directory, at, length)) {
                return extent(in, directory, at).map(ByteBuffer::array);
            } else {
                at += length;
            }
        }
        return Optional.empty();
    }

    /** Joliet writers may add a version, {@code ;1}. */
    private static boolean isNamed(ByteBuffer directory, int at, int length) {
        int nameLength = directory.get(at + 32) & 0xff;
        if (nameLength < NAME.length || 33 + nameLength > length) {
            return false;
        }
        byte[] name = new byte[nameLength];
        directory.get(at + 33, name);
        String text = new String(name, StandardCharsets.UTF_16BE);
        return text.equals(LayerDocument.FILE_NAME) || text.equals(LayerDocument.FILE_NAME + ";1");
    }

    private static Optional<ByteBuffer> extent(FileChannel in, ByteBuffer record, int at) throws IOException {
        long sector = record.getInt(at + 2) & 0xffff_ffffL;
        long size = record.getInt(at + 10) & 0xffff_ffffL;
        return size > LIMIT ? Optional.empty() : Optional.of(read(in, sector, (int) size));
    }

    private static ByteBuffer read(FileChannel in, long sector, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        long position = sector * SECTOR;
        while (buffer.hasRemaining()) {
            int n = in.read(buffer, position);
            if (n < 0) {
                throw new EOFException("the medium ends within " + sector);
            }
            position += n;
        }
        return buffer.flip();
    }
}
