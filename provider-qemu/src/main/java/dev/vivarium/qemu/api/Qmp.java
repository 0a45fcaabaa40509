package dev.vivarium.qemu.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;

/**
 * One QMP connection. A monitor socket serves one client at a time; another one waits in line until this is closed, so
 * connections are kept for a call, not for longer. For one thread.
 */
public final class Qmp implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MAX_EVENTS = 256;
    private static final int MAX_LINE = 16 << 20;

    private final LineChannel channel;
    private final Calls calls;
    private final ArrayDeque<QmpEvent> events = new ArrayDeque<>();
    private long lastId;

    private Qmp(LineChannel channel, Calls calls) {
        this.channel = channel;
        this.calls = calls;
    }

    /** Connects, with nothing between us and QEMU. */
    public static Qmp connect(Path socket, Patience patience) {
        return connect(socket, Calls.DIRECT, patience);
    }

    /**
     * Connects and waits its turn.
     *
     * @throws VivariumException UNAVAILABLE if nobody listens there, TIMEOUT if the turn did not come
     */
    public static Qmp connect(Path socket, Calls calls, Patience patience) {
        LineChannel channel;
        try {
            channel = LineChannel.connect(socket, MAX_LINE);
        } catch (IOException e) {
            throw gone("nobody answers at " + socket, e);
        }
        Qmp qmp = new Qmp(channel, calls);
        try {
            if (!qmp.next(patience, "QEMU's greeting (is another program connected to " + socket + "?)")
                    .has("QMP")) {
                throw new VivariumException(Kind.HYPERVISOR_FAULT, "qmp.greeting", "no QEMU answers at " + socket);
            }
            qmp.execute("qmp_capabilities", Map.of(), patience);
            return qmp;
        } catch (Throwable e) {
            channel.close(); // else it would stand in the way of whoever tries next
            throw e;
        }
    }

    /** {@link #execute(String, Map, Patience)} without arguments, for commands that answer at once. */
    public JsonNode execute(String command, Duration limit) {
        return execute(command, Map.of(), Patience.of(limit));
    }

    /**
     * Sends a command and waits for its result.
     *
     * @param arguments strings, numbers, booleans, lists and maps of them
     * @throws VivariumException as {@link QemuErrors} maps what QEMU says; TIMEOUT, UNAVAILABLE if it went away
     */
    public JsonNode execute(String command, Map<String, Object> arguments, Patience patience) {
        return calls.make(command, () -> converse(command, arguments, patience));
    }

    private JsonNode converse(String command, Map<String, Object> arguments, Patience patience) {
        long id = ++lastId;
        ObjectNode request = JSON.createObjectNode().put("execute", command).put("id", id);
        if (!arguments.isEmpty()) {
            request.set("arguments", JSON.valueToTree(arguments));
        }
        try {
            channel.send(JSON.writeValueAsString(request), patience);
        } catch (IOException e) {
            throw gone("QEMU went away before '" + command + "'", e);
        }
        while (true) {
            JsonNode message = next(patience, "'" + command + "'");
            if (message.path("id").asLong(-1) != id) {
                keepEvent(message);
                patience.glance("'" + command + "'"); // QEMU may talk without end and not answer
            } else if (message.has("error")) {
                JsonNode error = message.get("error");
                throw QemuErrors.of(
                        command,
                        error.path("class").asText(),
                        error.path("desc").asText());
            } else {
                return message.path("return");
            }
        }
    }

    /** The next event that came or comes within the time; events beyond the newest 256 are forgotten. */
    public Optional<QmpEvent> event(Duration within) {
        if (events.isEmpty()) {
            try {
                keepEvent(next(Patience.of(within), "an event"));
            } catch (VivariumException e) {
                if (e.kind() != Kind.TIMEOUT) {
                    throw e;
                }
            }
        }
        return Optional.ofNullable(events.poll());
    }

    @Override
    public void close() {
        channel.close();
    }

    private JsonNode next(Patience patience, String waitingFor) {
        String line = "";
        try {
            line = channel.receive(patience, waitingFor);
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new VivariumException(
                    Kind.HYPERVISOR_FAULT,
                    "qmp.garbled",
                    "QEMU answered something that is no JSON: " + line.substring(0, Math.min(80, line.length())),
                    e);
        } catch (LineChannel.TooLong e) {
            throw new VivariumException(
                    Kind.HYPERVISOR_FAULT, "qmp.too-long", "QEMU's answer is longer than any answer should be", e);
        } catch (IOException e) {
            throw gone("QEMU went away while we waited for " + waitingFor, e);
        }
    }

    private void keepEvent(JsonNode message) {
        if (message.has("event")) {
            if (events.size() == MAX_EVENTS) {
                events.poll();
            }
            events.add(new QmpEvent(message.get("event").asText(), message.path("data")));
        }
    }

    private static VivariumException gone(String message, IOException e) {
        return new VivariumException(Kind.UNAVAILABLE, "qmp.gone", message, e);
    }
}
