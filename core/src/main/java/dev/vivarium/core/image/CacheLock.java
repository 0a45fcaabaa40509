package dev.vivarium.core.image;

import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets one thread of one process at a time work on something in the cache; dies with the process. */
final class CacheLock implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock. */
    static CacheLock take(Path file, Work work, String waitingFor) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            while (tryLock(channel) == null) {
                work.progress(-1, waitingFor);
                work.pause(POLL);
            }
            taken = true;
            return new CacheLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // another thread of this process has it
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
