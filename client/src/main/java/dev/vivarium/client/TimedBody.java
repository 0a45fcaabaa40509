package dev.vivarium.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer's body as it comes. Reading fails when nothing has come for too long, which the JDK's own stream does not. */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    private final long limitMillis;
    private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private @Nullable Arrival last;

    TimedBody(Duration limit) {
        this.limitMillis = limit.toMillis();
    }

    /** Bytes, or the end with or without a failure. */
    private record Arrival(
            List<ByteBuffer> bytes, boolean end, @Nullable Throwable failure) {}

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription to) {
        subscription.complete(to);
        to.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        arrived.add(new Arrival(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Arrival(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        arrived.add(new Arrival(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (ready.isEmpty() || !ready.element().hasRemaining()) {
            ready.poll();
            if (ready.isEmpty() && !receive()) {
                return -1;
            }
        }
        ByteBuffer bytes = ready.element();
        int count = Math.min(length, bytes.remaining());
        bytes.get(into, offset, count);
        return count;
    }

    /** False at the end. */
    private boolean receive() throws IOException {
        Arrival next = last == null ? await() : last;
        if (next.end()) {
            last = next;
            if (next.failure() != null) {
                throw new IOException(String.valueOf(next.failure().getMessage()), next.failure());
            }
            return false;
        }
        ready.addAll(next.bytes());
        subscription.thenAccept(s -> s.request(1));
        return true;
    }

    private Arrival await() throws IOException {
        try {
            Arrival next = arrived.poll(limitMillis, TimeUnit.MILLISECONDS);
            if (next == null) {
                close();
                throw new HttpTimeoutException("nothing came for " + limitMillis / 1000.0 + " s");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /** Ends the connection if the answer is not at its end. */
    @Override
    public void close() {
        subscription.thenAccept(Subscription::cancel);
    }
}
