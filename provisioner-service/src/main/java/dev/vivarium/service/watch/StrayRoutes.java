package dev.vivarium.service.watch;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.AdoptNode;
import dev.vivarium.core.model.Labels;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.operations.StoredOperations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Strays over HTTP. */
public final class StrayRoutes {
    private final Vivarium vivarium;
    private final Lookouts lookouts;
    private final StoredOperations operations;

    /** Of this installation. */
    public StrayRoutes(Vivarium vivarium, Lookouts lookouts, StoredOperations operations) {
        this.vivarium = vivarium;
        this.lookouts = lookouts;
        this.operations = operations;
    }

    record Items(List<StrayBody> items) {}

    record StrayBody(
            String node, String ref, String power, Optional<List<String>> addresses, Optional<Instant> firstSeenAt) {}

    record AdoptBody(String hypervisor, String name, Optional<Map<String, String>> labels) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listStrays", this::list).change("removeStray", this::remove).change("adoptNode", this::adopt);
    }

    /** As they are now; since when, the watch knows. */
    private Reply list(Request request) {
        String hypervisor = request.path("hypervisor");
        List<StrayBody> items = vivarium.lookout().strays(hypervisor).stream()
                .map(m -> body(m, lookouts.stray(hypervisor, m.node()).map(Stray::firstSeenAt)))
                .toList();
        return Reply.ok(new Items(items));
    }

    private static StrayBody body(Machine machine, Optional<Instant> firstSeenAt) {
        return new StrayBody(
                machine.node().toString(),
                machine.ref(),
                WireJson.text(machine.power()),
                Optional.of(machine.addresses()),
                firstSeenAt);
    }

    private Change remove(Request request) {
        String hypervisor = request.path("hypervisor");
        NodeId node = request.path("nodeId", NodeId::parse);
        boolean there = vivarium.lookout().strays(hypervisor).stream()
                .anyMatch(m -> m.node().equals(node));
        return () -> {
            if (!there && vivarium.installation().journal().unfinished(node).isEmpty()) {
                throw Refusal.notFound(
                        "stray.unknown", "hypervisor '" + hypervisor + "' has no stray with the id " + node);
            }
            return operations.accepted(vivarium.lookout().remove(hypervisor, node));
        };
    }

    private Change adopt(Request request) {
        AdoptBody body = request.body(AdoptBody.class);
        NodeId node = request.path("nodeId", NodeId::parse);
        Map<String, String> labels = Labels.checked(body.labels().orElse(Map.of()));
        AdoptNode.Request wish = vivarium.lookout()
                .describe(body.hypervisor(), node, body.name())
                .labelled(labels);
        return () -> operations.accepted(vivarium.lookout().adopt(wish));
    }
}
