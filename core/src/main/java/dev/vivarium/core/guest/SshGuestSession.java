package dev.vivarium.core.guest;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** A {@link GuestSession} over one SSH connection, which is made again when it has broken. */
final class SshGuestSession implements GuestSession {
    private static final Duration OPEN = Duration.ofSeconds(60);
    private static final Duration SLICE = Duration.ofMillis(200);

    private static final int BLOCK = 1 << 18;

    /** A command that prints more than this is not only cut but ended. */
    private static final long FLOOD = 64L << 20;

    private final SshConnector connector;
    private final Endpoint ssh;
    private final GuestLogin login;
    private final Runnable checkCancelled;
    private final boolean keeps;
    private ClientSession session;
    private boolean closed;

    /** A call is under way, or broke off in the middle: nobody knows what else may come of it. */
    private volatile boolean busy;

    private SshGuestSession(
            SshConnector connector,
            Endpoint ssh,
            GuestLogin login,
            Runnable checkCancelled,
            boolean keeps,
            ClientSession session) {
        this.keeps = keeps;
        this.connector = connector;
        this.ssh = ssh;
        this.login = login;
        this.checkCancelled = checkCancelled;
        this.session = session;
    }

    /** @param keeps whether the connection is kept for the next one when this session is closed */
    static GuestSession open(
            SshConnector connector, Endpoint ssh, GuestLogin login, Runnable checkCancelled, boolean keeps) {
        return new SshGuestSession(
                connector, ssh, login, checkCancelled, keeps, connector.connect(ssh, login, checkCancelled));
    }

    @Override
    public ExecResult exec(String command, String input, Duration inactivity) {
        OutputLimit out = new OutputLimit(ExecResult.LIMIT);
        OutputLimit err = new OutputLimit(ExecResult.LIMIT);
        try (ChannelExec channel = channel(c -> c.createExecChannel(command))) {
            channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(OPEN);
            awaitEnd(channel, command, () -> out.seen() + err.seen(), FLOOD, inactivity);
            return done(new ExecResult(exit(channel), out.text(), err.text(), out.isCut() || err.isCut()));
        } catch (IOException e) {
            throw GuestErrors.connectionLost(ssh, e);
        }
    }

    @Override
    public void download(String command, OutputStream to, long mostBytes, Duration inactivity) {
        OutputLimit err = new OutputLimit(ExecResult.LIMIT);
        MeteredOutput metered = new MeteredOutput(to);
        try (ChannelExec channel = channel(c -> c.createExecChannel(command))) {
            channel.setIn(InputStream.nullInputStream());
            channel.setOut(metered);
            channel.setErr(err);
            channel.open().verify(OPEN);
            awaitEnd(channel, command, () -> metered.seen() + err.seen(), mostBytes, inactivity);
            metered.check();
            int exit = done(exit(channel));
            if (exit != 0) {
                throw GuestErrors.failed(command, new ExecResult(exit, "", err.text(), err.isCut()));
            }
        } catch (IOException e) {
            throw GuestErrors.connectionLost(ssh, e);
        }
    }

    @Override
    public void upload(String command, InputStream from, LongConsumer sent, Duration inactivity) {
        OutputLimit err = new OutputLimit(ExecResult.LIMIT);
        try (ChannelExec channel = channel(c -> c.createExecChannel(command))) {
            CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(channel, inactivity);
            channel.setOut(OutputStream.nullOutputStream());
            channel.setErr(err);
            channel.open().verify(OPEN);
            IOException refused = pour(from, channel.getInvertedIn(), sent);
            if (refused != null && !session.isOpen()) {
                throw refused;
            }
            awaitEnd(channel, command, err::seen, FLOOD, inactivity);
            int exit = done(exit(channel));
            if (exit != 0) {
                throw GuestErrors.failed(command, new ExecResult(exit, "", err.text(), err.isCut()));
            } else if (refused != null) {
                throw refused;
            }
        } catch (IOException e) {
            throw GuestErrors.connectionLost(ssh, e);
        }
    }

    /** @return why the command takes no more; null if it took everything */
    private @Nullable IOException pour(InputStream from, OutputStream to, LongConsumer sent) {
        byte[] block = new byte[BLOCK];
        long total = 0;
        while (true) {
            checkCancelled.run();
            int n;
            try {
                n = from.readNBytes(block, 0, block.length);
            } catch (IOException e) {
                throw new VivariumException(
                        Kind.INTERNAL, "upload.read", "what is to be sent cannot be read: " + e.getMessage(), e);
            }
            try {
                if (n == 0) {
                    to.close();
                    return null;
                }
                to.write(block, 0, n);
                to.flush();
            } catch (IOException e) {
                return e;
            }
            total += n;
            sent.accept(total);
        }
    }

    private int exit(ChannelExec channel) {
        Integer exit = channel.getExitStatus();
        if (exit == null && channel.getExitSignal() == null) {
            throw GuestErrors.connectionLost(ssh, null);
        }
        return exit == null ? 128 : exit;
    }

    private void awaitEnd(ChannelExec channel, String command, LongSupplier seen, long most, Duration inactivity) {
        long last = 0;
        long moved = System.nanoTime();
        while (!channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), SLICE).contains(ClientChannelEvent.CLOSED)) {
            checkCancelled.run();
            long now = seen.getAsLong();
            if (now != last) {
                last = now;
                moved = System.nanoTime();
            }
            if (now > most) {
                throw GuestErrors.flood(command, most);
            }
            if (System.nanoTime() - moved > inactivity.toNanos()) {
                throw GuestErrors.silent(command, inactivity);
            }
        }
    }

    @Override
    public HttpAnswer http(HttpCall call, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        OutputLimit raw = new OutputLimit(HttpWire.LIMIT);
        try (ChannelDirectTcpip channel = tunnel(call.guestPort())) {
            channel.setOut(raw);
            channel.open().verify(limit);
            channel.addCloseFutureListener(closed -> raw.end());
            channel.getInvertedIn().write(HttpWire.request(call));
            channel.getInvertedIn().flush();
            while (true) {
                long seen = raw.seen();
                // a service that closes its end is told by EOF; the channel stays open for what we might still send
                boolean ended = raw.isEnded() || channel.isEofSignalled();
                HttpWire.End end = raw.isCut() ? HttpWire.End.CUT : ended ? HttpWire.End.ENDED : HttpWire.End.OPEN;
                Optional<HttpAnswer> answer = HttpWire.answer(raw.bytes(), end);
                if (answer.isPresent()) {
                    return done(answer.get());
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("not within " + limit.toMillis() / 1000.0 + " s");
                }
                checkCancelled.run();
                raw.awaitMore(seen, SLICE);
            }
        } catch (IOException e) {
            throw connectedStill(e, GuestErrors.http(call, e));
        }
    }

    @Override
    public boolean tcp(int guestPort, Duration limit) {
        try (ChannelDirectTcpip channel = tunnel(guestPort)) {
            channel.open().verify(limit);
            return done(true);
        } catch (IOException e) {
            VivariumException lost = connectedStill(e, GuestErrors.connectionLost(ssh, e));
            if (session.isOpen()) {
                return done(false);
            }
            throw lost;
        }
    }

    private VivariumException connectedStill(IOException e, VivariumException otherwise) {
        return session.isOpen() ? otherwise : GuestErrors.connectionLost(ssh, e);
    }

    @Override
    public synchronized void close() {
        if (keeps && !busy && !closed) {
            connector.kept().keep(ssh, login, session);
        } else {
            session.close(true);
        }
        closed = true;
    }

    private <T> T done(T result) {
        busy = false;
        return result;
    }

    private synchronized ClientSession connected() {
        if (closed) {
            throw new IllegalStateException("this session is closed");
        }
        if (!session.isOpen()) {
            session = connector.connect(ssh, login, checkCancelled);
        }
        return session;
    }

    private ChannelDirectTcpip tunnel(int guestPort) throws IOException {
        return channel(c -> c.createDirectTcpipChannel(
                new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", guestPort)));
    }

    /** A new channel; a connection that begins to close at this very moment has lost it. */
    private <C> C channel(NewChannel<C> kind) throws IOException {
        ClientSession connected = connected();
        busy = true;
        try {
            return kind.on(connected);
        } catch (IllegalStateException e) {
            throw new IOException("it is being closed", e);
        }
    }

    /** How a channel is made. */
    private interface NewChannel<C> {
        C on(ClientSession connected) throws IOException;
    }
}
