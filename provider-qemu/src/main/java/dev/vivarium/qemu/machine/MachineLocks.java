package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One lock a machine, held by the kernel: two processes of ours never change one machine at a time, and a killed process
 * leaves no lock behind. All locks are byte ranges of one file, each at the place that the node's id names.
 *
 * <p>Such locks belong to the process, and closing <em>any</em> channel of the file would drop them all. So a process has one
 * channel a file, shared by all who use it: that is the one thing here that is static.
 */
final class MachineLocks implements AutoCloseable {
    private static final Map<Path, Shared> OPEN = new HashMap<>();
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final long PORTS = Long.MAX_VALUE - 1;
    private static final long BASES = Long.MAX_VALUE - 2;

    private final Path file;
    private final Duration limit;
    private final FileChannel channel;
    private boolean closed;

    /** @param limit how long to wait for another process */
    MachineLocks(Path directory, Duration limit) {
        this.limit = limit;
        try {
            this.file = DurableFiles.privateDirectory(directory).toRealPath().resolve("machines.lock");
            DurableFiles.touch(file);
            this.channel = share(file);
        } catch (IOException e) {
            throw MachineDirectory.io("open the lock file in " + directory, e);
        }
    }

    /** Waits until nobody else changes this machine. */
    Held machine(NodeId node, Work work) {
        return await(node.value().getMostSignificantBits() >>> 2, "the machine of node " + node, work);
    }

    /** Waits until nobody else chooses ports. */
    Held ports(Work work) {
        return await(PORTS, "the choice of ports", work);
    }

    /** Waits until nobody else begins or ends to use a file that clones share. */
    Held bases(Work work) {
        return await(BASES, "the files that clones share", work);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release(file);
        }
    }

    private Held await(long position, String what, Work work) {
        long start = System.nanoTime();
        while (true) {
            FileLock lock = tryLock(position);
            if (lock != null) {
                return () -> unlock(lock);
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new VivariumException(
                                Kind.UNAVAILABLE,
                                "qemu.busy",
                                "another process is working on " + what + "; try again when it is done")
                        .retryAfter(Duration.ofSeconds(5));
            }
            work.pause(RETRY);
        }
    }

    private @Nullable FileLock tryLock(long position) {
        // an interrupted thread would close the channel, and with it drop the locks of all other threads
        boolean interrupted = Thread.interrupted();
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process has it
        } catch (IOException e) {
            throw MachineDirectory.io("lock " + file, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void unlock(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw MachineDirectory.io("unlock a machine", e);
        }
    }

    private static FileChannel share(Path file) throws IOException {
        synchronized (OPEN) {
            Shared shared = OPEN.get(file);
            if (shared == null) {
                shared = new Shared(FileChannel.open(file, StandardOpenOption.WRITE), 0);
            }
            OPEN.put(file, new Shared(shared.channel, shared.users + 1));
            return shared.channel;
        }
    }

    private static void release(Path file) {
        synchronized (OPEN) {
            Shared shared = OPEN.remove(file);
            if (shared == null) {
                return;
            }
            if (shared.users > 1) {
                OPEN.put(file, new Shared(shared.channel, shared.users - 1));
                return;
            }
            try {
                shared.channel.close();
            } catch (IOException e) {
                throw MachineDirectory.io("close " + file, e);
            }
        }
    }

    /** A lock that is held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private record Shared(FileChannel channel, int users) {}
}
