package dev.vivarium.service.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.service.rig.Caller;
import dev.vivarium.testkit.remote.HostConsole;
import dev.vivarium.testkit.simulated.Effect;
import dev.vivarium.testkit.simulated.SeenMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that the service says, and all that is on the hypervisor, when everything has ended.
 *
 * @param nodes by id
 * @param operations by id
 * @param snapshots that the service has, by node
 * @param sessions by id
 */
record Facts(
        Map<String, JsonNode> nodes,
        Map<String, JsonNode> operations,
        Map<String, List<JsonNode>> snapshots,
        Map<String, JsonNode> sessions,
        List<JsonNode> audit,
        List<SeenMachine> machines,
        List<Effect> effects) {

    static Facts gather(Caller caller, HostConsole console) {
        Map<String, JsonNode> nodes = byId(caller.all("/v1/nodes"));
        Map<String, List<JsonNode>> snapshots = new LinkedHashMap<>();
        Map<String, JsonNode> sessions = new LinkedHashMap<>();
        nodes.keySet().forEach(node -> {
            snapshots.put(node, caller.all("/v1/nodes/" + node + "/snapshots"));
            sessions.putAll(byId(caller.all("/v1/nodes/" + node + "/sessions")));
        });
        return new Facts(
                nodes,
                byId(caller.all("/v1/operations")),
                snapshots,
                sessions,
                caller.all("/v1/audit"),
                console.machines(),
                console.effects());
    }

    private static Map<String, JsonNode> byId(List<JsonNode> items) {
        return items.stream()
                .collect(Collectors.toMap(
                        i -> i.path("id").asText(), Function.identity(), (a, b) -> b, LinkedHashMap::new));
    }
}
