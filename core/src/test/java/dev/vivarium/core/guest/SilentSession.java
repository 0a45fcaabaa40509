package dev.vivarium.core.guest;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongConsumer;

/** A session that nobody asks anything; a test's own answers what that test is about. */
class SilentSession implements GuestSession {
    @Override
    public ExecResult exec(String command, String input, Duration inactivity) {
        throw new AssertionError(command);
    }

    @Override
    public void download(String command, OutputStream to, long mostBytes, Duration inactivity) {
        throw new AssertionError(command);
    }

    @Override
    public void upload(String command, InputStream from, LongConsumer sent, Duration inactivity) {
        throw new AssertionError(command);
    }

    @Override
    public HttpAnswer http(HttpCall call, Duration limit) {
        throw new AssertionError(call);
    }

    @Override
    public boolean tcp(int guestPort, Duration limit) {
        throw new AssertionError(guestPort);
    }

    @Override
    public void close() {}
}
