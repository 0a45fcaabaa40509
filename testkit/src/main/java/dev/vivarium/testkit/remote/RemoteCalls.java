package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.faults.Crash;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Calls to a {@link SimulatedHost}, each on a connection of its own, which the next one uses again. Safe for threads. */
final class RemoteCalls implements AutoCloseable {
    private final HostAddress address;
    private final String name;
    private final InstallationId installation;
    private final Queue<Wire> idle = new ConcurrentLinkedQueue<>();

    RemoteCalls(HostAddress address, String name, InstallationId installation) {
        this.address = address;
        this.name = name;
        this.installation = installation;
    }

    /** Makes a call that has no work. */
    JsonNode call(String what, ObjectNode args) {
        return call(what, args, null);
    }

    /**
     * Makes a call; answers what the host asks the work meanwhile.
     *
     * @throws VivariumException what the host or the work throws; UNAVAILABLE if the host is not there
     */
    JsonNode call(String what, ObjectNode args, @Nullable Work work) {
        ObjectNode call = Wire.message("call", what).put("hypervisor", name);
        call.set("installation", Json.tree(installation));
        call.set("args", args);
        boolean whole = false;
        Wire wire = null;
        try {
            wire = connection();
            wire.send(call);
            JsonNode answer = wire.receive();
            while (answer.has("ask")) {
                wire.send(asked(answer, work));
                answer = wire.receive();
            }
            whole = true;
            return result(answer);
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.UNAVAILABLE, "simulated.unreachable", "the simulated host " + address + " does not answer", e);
        } finally {
            if (whole && wire != null) {
                idle.add(wire);
            } else {
                close(wire);
            }
        }
    }

    private Wire connection() throws IOException {
        Wire used = idle.poll();
        return used == null ? address.open() : used;
    }

    private static JsonNode result(JsonNode answer) {
        if (answer.has("failed")) {
            throw Json.read(answer.path("failed"), Failure.class).exception();
        }
        if (answer.has("died")) {
            throw new Crash(answer.path("died").asText());
        }
        return answer.path("done");
    }

    private static JsonNode asked(JsonNode question, @Nullable Work work) {
        if (work == null) {
            throw new IllegalStateException("the host asks a work where there is none: " + question);
        }
        try {
            return answered(question, work);
        } catch (VivariumException e) {
            return Wire.message("thrown", Failure.of(e));
        }
    }

    private static JsonNode answered(JsonNode question, Work work) {
        Key<JsonNode> key = Key.of(question.path("key").asText(), JsonNode.class);
        switch (question.path("ask").asText()) {
            case "recall":
                return work.recall(key)
                        .map(value -> Wire.message("value", value))
                        .orElseGet(Wire::nothing);
            case "remember":
                work.remember(key, question.path("value"));
                return Wire.nothing();
            case "progress":
                work.progress(
                        question.path("fraction").asDouble(),
                        question.path("what").asText());
                return Wire.nothing();
            case "pause":
                work.pause(Duration.ofMillis(question.path("millis").asLong()));
                return Wire.nothing();
            default:
                work.checkCancelled();
                return Wire.nothing();
        }
    }

    /** Lets go of the connections. */
    @Override
    public void close() {
        for (Wire wire = idle.poll(); wire != null; wire = idle.poll()) {
            close(wire);
        }
    }

    private static void close(@Nullable Wire wire) {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException e) {
            // it is closed
        }
    }
}
