package dev.vivarium.proxmox.api;

import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A work during which the file that is sent is cut off. */
record Shrinking(Work inner, Path file) implements Work {

    @Override
    public <T> Optional<T> recall(Key<T> key) {
        return inner.recall(key);
    }

    @Override
    public <T> void remember(Key<T> key, T value) {
        inner.remember(key, value);
    }

    @Override
    public void progress(double fraction, String what) {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(cut.length() / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void checkCancelled() {
        inner.checkCancelled();
    }

    @Override
    public void pause(Duration time) {
        inner.pause(time);
    }
}
