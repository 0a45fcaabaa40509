package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.time.Duration;

/** What whoever stands before the host may ask and change, past every hypervisor. */
final class HostAdmin {
    private final SimulatedServer server;

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
            default ->
                throw new VivariumException(
                        Kind.INVALID, "simulated.call", "the simulated host knows no call " + call.path("call"));
        };
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
