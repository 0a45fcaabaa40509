package dev.vivarium.service;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is closed at the end: the last first, each even if another could not be. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile boolean begun;

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    boolean isClosing() {
        return begun;
    }

    @Override
    public void close() {
        begun = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("something could not be closed: {}", e.toString());
            }
        }
    }
}
