package dev.vivarium.core.guest;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Counts what goes through, and keeps the failure of what is behind it for the thread that waits. */
final class MeteredOutput extends OutputStream {
    private final OutputStream target;
    private long seen;
    private @Nullable IOException failure;

    MeteredOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            target.write(bytes, offset, length);
            seen += length;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    synchronized long seen() {
        return seen;
    }

    /** @throws VivariumException CAPACITY if something could not be written */
    synchronized void check() {
        if (failure != null) {
            throw new VivariumException(
                    Kind.CAPACITY,
                    "home.io",
                    "what the guest sent cannot be written: " + failure.getMessage()
                            + "; make room on that disk, then try" + " again",
                    failure);
        }
    }
}
