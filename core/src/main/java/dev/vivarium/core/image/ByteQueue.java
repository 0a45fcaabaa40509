package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands a response body over to a thread that can wait for it with a limit; at most one piece is on its way. */
final class ByteQueue implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

    /** A piece, the end, or why it broke off. */
    private record Event(
            List<ByteBuffer> data, boolean end, @Nullable Throwable failure) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        if (closed) {
            started.cancel();
        } else {
            started.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> data) {
        events.add(new Event(data, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), true, null));
    }

    /**
     * The next piece; an empty list if none came in time, null at the end.
     *
     * @throws IOException if the body broke off
     */
    @Nullable
    List<ByteBuffer> poll(Duration wait) throws IOException, InterruptedException {
        Event event = events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (event == null) {
            return List.of();
        }
        if (event.failure() != null) {
            throw new IOException("it broke off: " + event.failure().getMessage(), event.failure());
        }
        Flow.Subscription current = subscription;
        if (!event.end() && current != null) {
            current.request(1);
        }
        return event.end() ? null : event.data();
    }

    /** Wants no more; the connection is dropped. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }
}
