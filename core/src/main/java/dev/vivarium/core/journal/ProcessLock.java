package dev.vivarium.core.journal;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a file, among threads and among processes. The kernel takes it back when the process ends, however it ends.
 *
 * <p>The kernel's locks belong to a process, and it drops them as soon as that process closes any channel to the file. So
 * who holds what in this process is remembered, and a file that is held here is not even opened. The file is never removed:
 * whoever had it open would then hold a lock that nobody else sees.
 */
final class ProcessLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The lock, if nobody has it. */
    static Optional<ProcessLock> tryHold(Path path) {
        DurableFiles.touch(path);
        try {
            Path file = path.toRealPath();
            return HELD_HERE.add(file) ? hold(file) : Optional.empty();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static Optional<ProcessLock> hold(Path file) throws IOException {
        FileChannel channel = null;
        boolean held = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            held = channel.tryLock() != null;
            return held ? Optional.of(new ProcessLock(file, channel)) : Optional.empty();
        } finally {
            if (!held) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(file, e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static VivariumException failed(Path file, IOException e) {
        return new VivariumException(Kind.DENIED, "journal.lock", "cannot lock " + file + ": " + e.getMessage(), e);
    }
}
