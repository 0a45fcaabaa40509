package dev.vivarium.core.guest;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Keeps the first bytes that are written and counts the rest. */
final class OutputLimit extends OutputStream {
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long seen;
    private boolean ended;

    OutputLimit(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        kept.write(bytes, offset, Math.min(length, limit - kept.size()));
        seen += length;
        notifyAll();
    }

    /** Nothing more will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits until more than {@code known} bytes were seen, or nothing more will come, or the time is over. */
    synchronized void awaitMore(long known, Duration time) {
        try {
            if (seen == known && !ended) {
                wait(time.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VivariumException(
                    Kind.CANCELLED, "guest.interrupted", "interrupted while waiting for the guest", e);
        }
    }

    synchronized boolean isEnded() {
        return ended;
    }

    synchronized byte[] bytes() {
        return kept.toByteArray();
    }

    synchronized long seen() {
        return seen;
    }

    synchronized boolean isCut() {
        return seen > limit;
    }

    /** What was kept, as UTF-8; bytes that are none become the replacement character. */
    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
