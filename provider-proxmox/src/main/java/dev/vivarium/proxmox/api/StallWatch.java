package dev.vivarium.proxmox.api;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that stands still longer than it may, or whose thread was interrupted. It closes the socket below TLS: TLS
 * itself cannot be closed while a write hangs. It looks now and then, so that each piece that is sent costs a look at the clock
 * and no more.
 */
final class StallWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final Socket raw;
    private final Thread user = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long deadline;
    private volatile boolean stalled;

    /** Watches over what the calling thread does with the socket, for so long until {@link #within} gives it more time. */
    StallWatch(Socket raw, Duration limit) {
        this.raw = raw;
        within(limit);
        Thread thread = new Thread(this::watch, "proxmox upload watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on, so long. */
    void within(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    /** Whether the connection was closed because it stood still. */
    boolean stalled() {
        return stalled;
    }

    private void watch() {
        try {
            while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                boolean late = System.nanoTime() - deadline > 0;
                if (late || user.isInterrupted()) {
                    stalled = late;
                    raw.close();
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it; if somebody does, it is to end.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It is closed as well as it can be.
            return;
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
