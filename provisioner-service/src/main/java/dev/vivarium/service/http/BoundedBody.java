package dev.vivarium.service.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body of which no more than so many bytes come, and not too slowly. Failures are {@link Refusal}s. */
final class BoundedBody extends FilterInputStream {
    private final long limit;
    private final long until;
    private long read;

    BoundedBody(InputStream in, long limit, Duration time) {
        super(in);
        this.limit = limit;
        this.until = System.nanoTime() + time.toNanos();
    }

    byte[] all() {
        try {
            return readAllBytes();
        } catch (IOException e) {
            throw broken();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int got;
        try {
            got = super.read(into, offset, length);
        } catch (IOException e) {
            throw broken();
        }
        read += Math.max(0, got);
        if (read > limit) {
            throw Refusal.tooLarge(limit);
        }
        if (got >= 0 && System.nanoTime() - until > 0) {
            throw Refusal.of(408, "Too slow", "request.slow", "the body came too slowly");
        }
        return got;
    }

    private static Refusal broken() {
        return Refusal.of(408, "Too slow", "request.slow", "the body did not come, or broke off");
    }
}
