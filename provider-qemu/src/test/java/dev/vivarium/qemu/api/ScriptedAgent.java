package dev.vivarium.qemu.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a guest agent says, played at the host's end of the channel: one client at a time. */
public final class ScriptedAgent implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Answers answers;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean frozen;

    /** What it answers. */
    public interface Answers {
        /** The bytes to send for this request; null closes the connection. */
        byte @Nullable [] to(JsonNode request, ScriptedAgent agent);
    }

    private ScriptedAgent(ServerSocketChannel server, Answers answers) {
        this.server = server;
        this.answers = answers;
    }

    /** One that does what it is told, in the place of the socket that is there. */
    public static ScriptedAgent honest(Path socket) {
        return at(socket, (request, agent) -> agent.honestly(request));
    }

    /** One that answers like this. */
    public static ScriptedAgent at(Path socket, Answers answers) {
        try (SocketPath path = SocketPath.of(socket)) {
            Files.deleteIfExists(socket);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path.path()));
            ScriptedAgent agent = new ScriptedAgent(server, answers);
            Thread thread = new Thread(agent::serve, "scripted agent");
            thread.setDaemon(true);
            thread.start();
            return agent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands that it was given. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public boolean frozen() {
        return frozen;
    }

    public void frozen(boolean value) {
        frozen = value;
    }

    /** As the real one answers. */
    public byte[] honestly(JsonNode request) {
        return switch (request.path("execute").asText()) {
            case "guest-sync-delimited" ->
                line("\u00ff{\"return\": "
                        + request.path("arguments").path("id").asLong() + "}");
            case "guest-fsfreeze-freeze" -> {
                frozen = true;
                yield line("{\"return\": 1}");
            }
            case "guest-fsfreeze-thaw" -> {
                frozen = false;
                yield line("{\"return\": 1}");
            }
            default -> line("{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no such command\"}}");
        };
    }

    /** A line as bytes; {@code \u00ff} is the sentinel. */
    public static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                ByteBuffer one = ByteBuffer.allocate(1);
                while (client.read(one.clear()) == 1) {
                    byte b = one.get(0);
                    if (b == '\n') {
                        JsonNode request = JsonMapper.builder().build().readTree(line.toByteArray());
                        line.reset();
                        asked.add(request.path("execute").asText());
                        byte @Nullable [] answer = answers.to(request, this);
                        if (answer == null) {
                            break;
                        }
                        client.write(ByteBuffer.wrap(answer));
                    } else if (b != (byte) 0xff) {
                        line.write(b);
                    }
                }
            } catch (IOException e) {
                Thread.onSpinWait(); // the client left, or the test is over
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
}
