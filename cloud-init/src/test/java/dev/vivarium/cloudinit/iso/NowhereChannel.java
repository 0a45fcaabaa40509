package dev.vivarium.cloudinit.iso;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Forgets what is written to it: for sizes that no test should put on a disk. */
final class NowhereChannel implements SeekableByteChannel {
    private long position;
    private long size;

    @Override
    public int write(ByteBuffer source) {
        int count = Math.min(source.remaining(), 1 << 16); // short writes are allowed, so they must be coped with
        source.position(source.position() + count);
        position += count;
        size = Math.max(size, position);
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
