package dev.vivarium.qemu.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Lines of text over a Unix socket; bounded in length, every wait bounded by a {@link Patience}. For one thread. */
final class LineChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final int maxLine;
    private final SelectionKey key;
    private final ByteBuffer incoming = ByteBuffer.allocate(64 << 10).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private LineChannel(SocketChannel channel, Selector selector, int maxLine) throws IOException {
        this.maxLine = maxLine;
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    /**
     * Connects.
     *
     * @param maxLine in bytes; a longer line is a {@link TooLong}
     */
    static LineChannel connect(Path socket, int maxLine) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (SocketPath path = SocketPath.of(socket)) {
            channel.connect(UnixDomainSocketAddress.of(path.path()));
            return new LineChannel(channel, Selector.open(), maxLine);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void send(String text, Patience patience) throws IOException {
        send((text + "\n").getBytes(StandardCharsets.UTF_8), patience);
    }

    void send(byte[] bytes, Patience patience) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            if (write(out) == 0) {
                await(SelectionKey.OP_WRITE, patience, "QEMU to read a command");
            }
        }
    }

    /** The next line, without its end. */
    String receive(Patience patience, String waitingFor) throws IOException {
        line.reset();
        while (true) {
            while (incoming.hasRemaining()) {
                byte b = incoming.get();
                if (b == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                if (line.size() >= maxLine) {
                    throw new TooLong();
                }
                line.write(b);
            }
            incoming.clear();
            int count = read();
            incoming.flip();
            if (count < 0) {
                throw new IOException("QEMU closed the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ, patience, waitingFor);
            }
        }
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            key.cancel();
        } catch (IOException e) {
            // nothing is lost: the other side sees the end of the connection either way
        }
    }

    private int read() throws IOException {
        try {
            return channel.read(incoming);
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        }
    }

    private int write(ByteBuffer out) throws IOException {
        try {
            return channel.write(out);
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        }
    }

    private void await(int what, Patience patience, String waitingFor) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        key.interestOps(what);
        selector.select(patience.nextSliceMillis(waitingFor));
        selector.selectedKeys().clear();
    }

    private static VivariumException interrupted() {
        return new VivariumException(Kind.CANCELLED, "qemu.interrupted", "the wait for QEMU was interrupted");
    }

    /** The other side sends a line without end. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("a line is longer than any should be");
        }
    }
}
