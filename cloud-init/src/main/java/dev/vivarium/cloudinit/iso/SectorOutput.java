package dev.vivarium.cloudinit.iso;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The image as a row of sectors, written in order; only the volume descriptors are put back at the front. */
final class SectorOutput implements Closeable {
    static final int SECTOR = 2048;
    private static final int BUFFER = 128 * SECTOR;

    private final SeekableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private long bytes;
    private @Nullable OutputStream open;

    SectorOutput(SeekableByteChannel channel) {
        this.channel = channel;
    }

    /** The sector that is written next. */
    long sector() {
        return bytes / SECTOR;
    }

    void skipTo(long sector) throws IOException {
        write(new byte[Math.toIntExact(sector * SECTOR - bytes)]);
    }

    void write(byte[] data) throws IOException {
        write(data, 0, data.length);
    }

    /** Fills the last sector with zeros. */
    void pad() throws IOException {
        write(new byte[(int) (-bytes & (SECTOR - 1))]);
    }

    /** Puts sectors at the front, after all else. */
    void writeAt(long sector, byte[] data) throws IOException {
        flush();
        channel.position(sector * SECTOR);
        drain(ByteBuffer.wrap(data));
        channel.position(bytes);
    }

    OutputStream file(String path, StoredFile file) {
        file.sector = sector();
        FileOutput stream = new FileOutput(path, file);
        open = stream;
        return stream;
    }

    void checkNoFileOpen() {
        if (open != null) {
            throw new IllegalStateException("a file of the image is still open");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(byte[] data, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int n = Math.min(end - from, buffer.remaining());
            buffer.put(data, from, n);
            from += n;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
        bytes += length;
    }

    private void flush() throws IOException {
        buffer.flip();
        drain(buffer);
        buffer.clear();
    }

    private void drain(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    /** The content of one file. */
    private final class FileOutput extends OutputStream {
        private final String path;
        private final StoredFile file;

        FileOutput(String path, StoredFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, data.length);
            if (open != this) {
                throw new IOException("already closed: " + path);
            }
            if (file.size + length > IsoWriter.MAX_FILE_SIZE) {
                throw new IOException(path + " reaches 4 GiB, which ISO 9660 cannot hold; cut it into parts");
            }
            SectorOutput.this.write(data, offset, length);
            file.size += length;
        }

        @Override
        public void close() throws IOException {
            if (open == this) {
                pad();
                open = null;
            }
        }
    }
}
