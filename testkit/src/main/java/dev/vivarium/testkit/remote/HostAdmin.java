package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What whoever stands before the host may ask and change, past every hypervisor. */
final class HostAdmin {
    private final SimulatedServer server;
    private final Map<String, Fault.Hang> held = new ConcurrentHashMap<>();

    HostAdmin(SimulatedServer server) {
        this.server = server;
    }

    Object answer(JsonNode call) {
        JsonNode args = call.path("args");
        return switch (call.path("call").asText()) {
            case "admin.machines" -> server.look();
            case "admin.effects" -> server.effects().all();
            case "admin.faults" -> {
                nowAndThen(
                        server, args.path("share").asDouble(), args.path("seed").asLong());
                yield Wire.nothing();
            }
            case "admin.tasks" -> {
                server.tasks(
                        Duration.ofMillis(args.path("millis").asLong()),
                        args.path("atOnce").asInt());
                yield Wire.nothing();
            }
            case "admin.hold" -> {
                String point = args.path("point").asText();
                Fault.Hang hang = Fault.hang();
                held.put(point, hang);
                server.faults().at(point, hang);
                yield Wire.nothing();
            }
            case "admin.reached" -> isReached(args);
            case "admin.release" -> {
                Optional.ofNullable(held.remove(args.path("point").asText())).ifPresent(Fault.Hang::release);
                yield Wire.nothing();
            }
            default ->
                throw new VivariumException(
                        Kind.INVALID, "simulated.call", "the simulated host knows no call " + call.path("call"));
        };
    }

    private boolean isReached(JsonNode args) {
        try {
            Fault.Hang hang = held.get(args.path("point").asText());
            return hang != null
                    && hang.isReachedWithin(
                            Duration.ofMillis(args.path("millis").asLong()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A server on a bad day: some calls fail, some answers are lost, some take longer. */
    static void nowAndThen(SimulatedServer server, double share, long seed) {
        server.faults()
                .nowAndThen(
                        share,
                        seed,
                        Fault.dropReply(),
                        Fault.delay(Duration.ofMillis(200)),
                        Fault.throwing(Kind.UNAVAILABLE, "simulated.busy", "the server is busy; try again"));
    }
}
