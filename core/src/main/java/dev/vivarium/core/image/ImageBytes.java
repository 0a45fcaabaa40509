package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads pieces of an image at given places. */
final class ImageBytes {
    private ImageBytes() {}

    /** Fills the buffer from this place and makes it ready to be read; what lies behind the file's end is zero. */
    static ByteBuffer fill(FileChannel in, ByteBuffer buffer, long at) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (in.read(buffer, at + buffer.position()) < 0) {
                break;
            }
        }
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
        return buffer.flip();
    }

    static ByteBuffer at(FileChannel in, long place, int length) throws IOException {
        return fill(in, ByteBuffer.allocate(length), place);
    }
}
