package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.faults.Crash;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The work of whoever called, who is asked over the wire. When nobody is there any more the call ends as a process does. */
final class RelayedWork implements Work {
    private final Wire wire;

    RelayedWork(Wire wire) {
        this.wire = wire;
    }

    @Override
    public <T> Optional<T> recall(Key<T> key) {
        JsonNode value =
                ask(Wire.message("ask", "recall").put("key", key.name())).path("value");
        return value.isMissingNode() ? Optional.empty() : Optional.of(Json.read(value, key.type()));
    }

    @Override
    public <T> void remember(Key<T> key, T value) {
        ObjectNode question = Wire.message("ask", "remember").put("key", key.name());
        question.set("value", Json.tree(value));
        ask(question);
    }

    @Override
    public void progress(double fraction, String what) {
        ask(Wire.message("ask", "progress").put("fraction", fraction).put("what", what));
    }

    @Override
    public void checkCancelled() {
        ask(Wire.message("ask", "check"));
    }

    @Override
    public void pause(Duration time) {
        ask(Wire.message("ask", "pause").put("millis", time.toMillis()));
    }

    private JsonNode ask(ObjectNode question) {
        JsonNode answer;
        try {
            wire.send(question);
            answer = wire.receive();
        } catch (IOException e) {
            throw new Crash("the question '" + question.path("ask").asText() + "': nobody is there to answer");
        }
        if (answer.has("thrown")) {
            throw Json.read(answer.path("thrown"), Failure.class).exception();
        }
        return answer;
    }
}
