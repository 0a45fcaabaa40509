package dev.vivarium.core.journal;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a file, among threads and among processes. The kernel takes it back when the process ends, however it ends; one
 * that is merely stopped keeps it, so the file says who it is.
 *
 * <p>The kernel's locks belong to a process, and it drops them as soon as that process closes any channel to the file. So
 * who holds what in this process is remembered, and a file that is held here is not even opened. The file is never removed:
 * whoever had it open would then hold a lock that nobody else sees.
 */
public final class ProcessLock implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Map<Path, LeaseHolder> HELD_HERE = new ConcurrentHashMap<>();
    private static final int MAX_SIZE = 1024;

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param waitingFor what is said of it, for people
     * @throws VivariumException CANCELLED if the work is cancelled meanwhile
     */
    public static ProcessLock hold(Path path, Work work, String waitingFor) {
        Optional<ProcessLock> lock = tryHold(path);
        while (lock.isEmpty()) {
            work.progress(-1, waitingFor);
            work.pause(POLL);
            lock = tryHold(path);
        }
        return lock.get();
    }

    /** The lock, if nobody has it. */
    public static Optional<ProcessLock> tryHold(Path path) {
        DurableFiles.touch(path);
        try {
            Path file = path.toRealPath();
            return HELD_HERE.putIfAbsent(file, ourselves()) == null ? hold(file) : Optional.empty();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Who has the lock, as far as it can be told. */
    static Optional<LeaseHolder> holder(Path path) {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            Path file = path.toRealPath();
            LeaseHolder here = HELD_HERE.putIfAbsent(file, ourselves());
            if (here != null) {
                return Optional.of(here);
            }
            try {
                return written(file);
            } finally {
                HELD_HERE.remove(file);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static Optional<LeaseHolder> written(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                return Optional.empty(); // what it says is of one who let go
            }
            ByteBuffer bytes = ByteBuffer.allocate(MAX_SIZE);
            channel.read(bytes, 0);
            return Optional.of(Json.read(
                    new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8), LeaseHolder.class));
        } catch (VivariumException e) {
            return Optional.empty(); // it has not said yet
        }
    }

    private static Optional<ProcessLock> hold(Path file) throws IOException {
        FileChannel channel = null;
        boolean held = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            held = channel.tryLock() != null;
            if (!held) {
                return Optional.empty();
            }
            sayWho(channel);
            return Optional.of(new ProcessLock(file, channel));
        } finally {
            if (!held) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(file);
            }
        }
    }

    /** Only told to people: a full disk must not keep anybody from the lock. */
    private static void sayWho(FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Json.write(ourselves()).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return;
        }
    }

    private static LeaseHolder ourselves() {
        return new LeaseHolder(ProcessHandle.current().pid(), Instant.now());
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
