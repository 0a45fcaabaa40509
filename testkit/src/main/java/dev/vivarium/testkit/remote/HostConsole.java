package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.testkit.simulated.Effect;
import dev.vivarium.testkit.simulated.SeenMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** A test's view of a {@link SimulatedHost} in another process: what is there, what happened, and what goes wrong. */
public final class HostConsole implements AutoCloseable {
    private final Wire wire;

    /** @throws UncheckedIOException if nobody answers there */
    public HostConsole(String address) {
        try {
            wire = HostAddress.parse(address).open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All machines, whoever made them. */
    public List<SeenMachine> machines() {
        return List.of(Json.read(ask("admin.machines", Wire.nothing()), SeenMachine[].class));
    }

    /** What happened to machines so far, oldest first. */
    public List<Effect> effects() {
        return List.of(Json.read(ask("admin.effects", Wire.nothing()), Effect[].class));
    }

    /** From now on this share of its points (0 to 1) goes wrong. */
    public void faults(double share, long seed) {
        ask("admin.faults", Wire.nothing().put("share", share).put("seed", seed));
    }

    /** From now on changes take this long, so many at once. */
    public void tasks(Duration each, int atOnce) {
        ask("admin.tasks", Wire.nothing().put("millis", each.toMillis()).put("atOnce", atOnce));
    }

    /** Whoever comes to this point next stands still there, until {@link #release}. */
    public void hold(String point) {
        ask("admin.hold", Wire.nothing().put("point", point));
    }

    /** Waits until somebody stands at the point; false if nobody came in this time. */
    public boolean isReached(String point, Duration limit) {
        return ask("admin.reached", Wire.nothing().put("point", point).put("millis", limit.toMillis()))
                .asBoolean();
    }

    /** Lets whoever stands there go on; nobody is held there any more. */
    public void release(String point) {
        ask("admin.release", Wire.nothing().put("point", point));
    }

    private synchronized JsonNode ask(String name, ObjectNode args) {
        try {
            ObjectNode call = Wire.message("call", name);
            call.set("args", args);
            wire.send(call);
            JsonNode answer = wire.receive();
            if (answer.has("failed")) {
                throw Json.read(answer.path("failed"), Failure.class).exception();
            }
            return answer.path("done");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
