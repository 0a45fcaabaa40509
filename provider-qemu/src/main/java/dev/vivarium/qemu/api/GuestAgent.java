package dev.vivarium.qemu.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * The agent inside a guest, over the machine's serial channel. Whatever comes from there was written by the guest: it is read
 * with a limit in length and in time, and believed in nothing but that a command was done. For one thread; one connection at a
 * time, as the channel has only one end.
 */
public final class GuestAgent implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final SecureRandom IDS = new SecureRandom();
    private static final int MAX_LINE = 64 << 10;
    private static final int MAX_SHOWN = 200;

    /** A byte that no text holds: each side forgets what came before it. Reads as the replacement character. */
    private static final int SENTINEL = 0xff;

    private static final char SENTINEL_READ = '\ufffd';

    private final LineChannel channel;

    private GuestAgent(LineChannel channel) {
        this.channel = channel;
    }

    /**
     * The agent, if it answers in time. Nothing is asked of it before it has answered a call with a number of ours: what was
     * asked of an agent that is not there yet would be done when it comes.
     */
    public static Optional<GuestAgent> connect(Path socket, Duration limit) {
        LineChannel channel;
        try {
            channel = LineChannel.connect(socket, MAX_LINE);
        } catch (IOException e) {
            return Optional.empty();
        }
        GuestAgent agent = new GuestAgent(channel);
        try {
            agent.synchronize(Patience.of(limit));
            return Optional.of(agent);
        } catch (VivariumException e) {
            agent.close();
            if (e.kind() == Kind.TIMEOUT || e.kind() == Kind.GUEST_FAULT) {
                return Optional.empty();
            }
            throw e;
        } catch (Throwable e) {
            agent.close();
            throw e;
        }
    }

    /** Freezes the guest's file systems: what was written is on the disk, and writers wait. */
    public void freeze(Duration limit) {
        if (execute("guest-fsfreeze-freeze", limit).asInt() < 1) {
            throw fault("the guest agent found no file system to freeze");
        }
    }

    /** Lets writers go on; nothing happens if they do. */
    public void thaw(Duration limit) {
        execute("guest-fsfreeze-thaw", limit);
    }

    /**
     * Has a command done that takes no arguments.
     *
     * @throws VivariumException GUEST_FAULT if the guest refuses it, answers nonsense or goes away, TIMEOUT if it is silent
     */
    public JsonNode execute(String command, Duration limit) {
        Patience patience = Patience.of(limit);
        send(JSON.createObjectNode().put("execute", command), new byte[0], patience);
        while (true) {
            JsonNode answer = next(patience, command);
            if (answer.has("return")) {
                return answer.path("return");
            }
            if (answer.has("error")) {
                throw fault("the guest agent refuses '" + command + "': "
                        + shown(answer.path("error").path("desc").asText()));
            }
        }
    }

    @Override
    public void close() {
        channel.close();
    }

    private void synchronize(Patience patience) {
        long id = IDS.nextInt(Integer.MAX_VALUE);
        ObjectNode request = JSON.createObjectNode().put("execute", "guest-sync-delimited");
        request.putObject("arguments").put("id", id);
        send(request, new byte[] {(byte) SENTINEL}, patience);
        while (next(patience, "the guest agent").path("return").asLong(-1) != id) {
            patience.glance("the guest agent"); // answers to those who asked before us, or noise
        }
    }

    private void send(ObjectNode request, byte[] before, Patience patience) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(before);
            bytes.writeBytes((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
            channel.send(bytes.toByteArray(), patience);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** The next line's object; an empty one for a line that is none. */
    private JsonNode next(Patience patience, String waitingFor) {
        try {
            String line = channel.receive(patience, waitingFor);
            patience.glance(waitingFor); // a guest may talk without end
            return object(line.substring(line.lastIndexOf(SENTINEL_READ) + 1));
        } catch (LineChannel.TooLong e) {
            throw fault("the guest agent writes without end");
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static JsonNode object(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read == null ? JSON.createObjectNode() : read;
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    /** Without what a terminal would take for a command, or turn around. */
    private static String shown(String text) {
        String plain = text.substring(0, Math.min(text.length(), MAX_SHOWN)).replaceAll("\\p{C}", "");
        return text.length() <= MAX_SHOWN ? plain : plain + "…";
    }

    private static VivariumException gone(IOException e) {
        return new VivariumException(Kind.GUEST_FAULT, "qemu.agent.gone", "the guest agent's channel was closed", e);
    }

    private static VivariumException fault(String message) {
        return new VivariumException(
                Kind.GUEST_FAULT, "qemu.agent", message + "; see qemu-guest-agent in the guest, or use another kind");
    }
}
