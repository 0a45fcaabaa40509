package dev.vivarium.service.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.service.rig.Answer;
import dev.vivarium.service.rig.Caller;
import dev.vivarium.service.rig.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What one user does with node after node: lets them be made, snapshots and rolls them back, has sessions, deletes them. */
final class Life implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Set<String> ENDED = Set.of("done", "failed", "cancelled", "needs-operator");

    private final Caller caller;
    private final Scene scene;
    private final Notes notes;
    private final int number;
    private final Random random;
    private final BooleanSupplier goesOn;
    /** Whether the node has a session that stays open: its snapshot is needed. */
    private boolean inSession;

    Life(Caller caller, Scene scene, Notes notes, int number, long seed, BooleanSupplier goesOn) {
        this.caller = caller;
        this.scene = scene;
        this.notes = notes;
        this.number = number;
        this.random = new Random(seed * 1009 + number);
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        try {
            for (int i = 0; goesOn.getAsBoolean(); i++) {
                lifeOf("муза-" + number + "-" + i);
            }
        } catch (RuntimeException | AssertionError e) {
            notes.complaint("user " + number + ": " + e);
        }
    }

    private void lifeOf(String name) {
        String node = make(name);
        if (node.isEmpty()) {
            return;
        }
        inSession = false;
        int deeds = 2 + random.nextInt(4);
        for (int i = 0; i < deeds && goesOn.getAsBoolean(); i++) {
            deed(node, i);
        }
        if (random.nextInt(5) != 0) {
            ask("deleteNode", "DELETE", "/v1/nodes/" + node, null, node, random.nextInt(4) != 0);
        }
    }

    /** By an id of ours or of the service's; answers it, or nothing if the wish was refused. */
    private String make(String name) {
        ObjectNode wish = random.nextBoolean() ? scene.node(name) : scene.bare(name);
        wish.putObject("labels").put("user", "u" + number);
        if (random.nextBoolean()) {
            String id = UUID.randomUUID().toString();
            Answer answer = ask("putNode", "PUT", "/v1/nodes/" + id, wish, id, true);
            return answer.isGood() ? id : "";
        }
        Answer answer = ask("createNode", "POST", "/v1/nodes", wish, "", true);
        return answer.text("node");
    }

    private void deed(String node, int number) {
        String path = "/v1/nodes/" + node;
        boolean waits = random.nextInt(4) != 0;
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                ObjectNode wish = object().put("name", "снимок-" + number).put("kind", "auto");
                if (random.nextBoolean()) {
                    wish.put("id", UUID.randomUUID().toString());
                }
                ask("createSnapshot", "POST", path + "/snapshots", wish, node, waits);
            }
            case 2 -> {
                String snapshot = someSnapshot(node);
                if (!snapshot.isEmpty()) {
                    ObjectNode wish = object().put("safetySnapshot", random.nextBoolean());
                    ask("rollbackNode", "POST", path + "/snapshots/" + snapshot + "/rollback", wish, node, waits);
                }
            }
            case 3 -> {
                String snapshot = inSession ? "" : someSnapshot(node);
                if (!snapshot.isEmpty()) {
                    ask("deleteSnapshot", "DELETE", path + "/snapshots/" + snapshot, null, node, waits);
                }
            }
            case 4 -> ask("stopNode", "POST", path + "/stop", object().put("mode", "force"), node, waits);
            case 5 -> ask("startNode", "POST", path + "/start", null, node, waits);
            default -> session(node);
        }
    }

    private void session(String node) {
        String path = "/v1/nodes/" + node + "/sessions";
        ObjectNode wish =
                object().put("after", List.of("keep", "snapshot", "rollback").get(random.nextInt(3)));
        wish.putObject("before").putObject("snapshot").put("kind", "auto");
        Answer opened = ask("openSession", "POST", path, wish, node, false);
        if (!opened.isGood()) {
            return;
        }
        String one = path + "/" + opened.text("id");
        Answer prepared = caller.await(one, PATIENCE, a -> !a.text("state").equals("preparing"));
        inSession |= prepared.text("state").equals("open");
        if (inSession && random.nextInt(5) != 0) {
            ask("endSession", "POST", one + "/end", null, node, false);
            caller.await(one, PATIENCE, a -> !a.text("state").equals("ending"));
            inSession = false;
        }
    }

    /** Nothing if it has none, or if it is gone: a creation that failed was undone. */
    private String someSnapshot(String node) {
        JsonNode all = caller.get("/v1/nodes/" + node + "/snapshots?pageSize=1000")
                .body()
                .path("items");
        return all.isEmpty()
                ? ""
                : all.get(random.nextInt(all.size())).path("id").asText();
    }

    /** Asks for a change, and notes the promise. */
    private Answer ask(String action, String method, String path, @Nullable JsonNode body, String node, boolean waits) {
        Instant at = Instant.now();
        Answer answer = caller.change(method, path, body);
        if (answer.status() == 202) {
            boolean isSession = action.endsWith("Session");
            String operation = isSession ? "" : answer.text("id");
            notes.accepted(new Accepted(
                    at,
                    action,
                    node.isEmpty() ? answer.text("node") : node,
                    operation,
                    isSession ? answer.text("id") : ""));
            if (waits && !isSession) {
                caller.await("/v1/operations/" + operation, PATIENCE, a -> ENDED.contains(a.text("state")));
            }
        } else if (answer.status() >= 500 || answer.status() == 400) {
            notes.complaint(method + " " + path + " was answered with " + answer);
        }
        return answer;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
