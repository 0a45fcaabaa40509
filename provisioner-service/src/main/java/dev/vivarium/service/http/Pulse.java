package dev.vivarium.service.http;

import java.time.Duration;

/** How a stream of events waits for the next one, and shows meanwhile that it is alive. */
public final class Pulse {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration COMMENT = Duration.ofSeconds(15);

    private final EventSource.Listener listener;
    private long lastTold = System.nanoTime();

    /** For this listener. */
    public Pulse(EventSource.Listener listener) {
        this.listener = listener;
    }

    /**
     * Waits a moment.
     *
     * @param told whether something was just told
     */
    public void beat(boolean told) throws InterruptedException {
        long now = System.nanoTime();
        if (told) {
            lastTold = now;
        } else if (now - lastTold > COMMENT.toNanos()) {
            listener.comment("alive");
            lastTold = now;
        }
        Thread.sleep(LOOK.toMillis());
    }
}
