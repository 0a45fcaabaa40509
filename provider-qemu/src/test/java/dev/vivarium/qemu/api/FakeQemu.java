package dev.vivarium.qemu.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A QMP server that answers as a test tells it. Serves one client after the other, as QEMU does. */
final class FakeQemu implements AutoCloseable {
    static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}";

    private final ServerSocketChannel server;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final String greeting;
    private final Behaviour behaviour;

    /** What it does with one command; the handshake's is answered already. */
    interface Behaviour {
        void on(String command, JsonNode request, Client client) throws IOException;
    }

    FakeQemu(Path socket, Behaviour behaviour) throws IOException {
        this(socket, GREETING, behaviour);
    }

    FakeQemu(Path socket, String greeting, Behaviour behaviour) throws IOException {
        this.greeting = greeting;
        this.behaviour = behaviour;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "fake QEMU");
        thread.setDaemon(true);
        thread.start();
    }

    /** The commands that came, in order. */
    List<String> commands() {
        return commands;
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                talk(new Client(channel));
            } catch (IOException e) {
                continue; // the client or the test has gone
            }
        }
    }

    private void talk(Client client) throws IOException {
        client.send(greeting);
        while (true) {
            String line = client.in.readLine();
            if (line == null) {
                return;
            }
            JsonNode request = JsonMapper.builder().build().readTree(line);
            String command = request.path("execute").asText();
            if (command.equals("qmp_capabilities")) {
                client.answer(request, "{}");
            } else {
                commands.add(command);
                behaviour.on(command, request, client);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connected client. */
    static final class Client {
        private final SocketChannel channel;
        private final BufferedReader in;
        private final OutputStream out;

        Client(SocketChannel channel) {
            this.channel = channel;
            this.in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            this.out = Channels.newOutputStream(channel);
        }

        void answer(JsonNode request, String json) throws IOException {
            send("{\"return\": " + json + ", \"id\": " + request.get("id") + "}");
        }

        void refuse(JsonNode request, String errorClass, String text) throws IOException {
            send("{\"error\": {\"class\": \"" + errorClass + "\", \"desc\": \"" + text + "\"}, \"id\": "
                    + request.get("id") + "}");
        }

        void event(String name, @Nullable String data) throws IOException {
            send("{\"event\": \"" + name + "\"" + (data == null ? "" : ", \"data\": " + data) + "}");
        }

        void send(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        void hangUp() throws IOException {
            channel.close();
        }
    }
}
