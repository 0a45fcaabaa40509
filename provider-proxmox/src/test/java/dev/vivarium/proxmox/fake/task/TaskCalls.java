package dev.vivarium.proxmox.fake.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.http.Answer;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.util.List;

/** Looking at tasks, and ending them. */
public final class TaskCalls {
    private static final String ONE = "/nodes/{node}/tasks/{upid}";
    private static final String FORM =
            "UPID:[^:/\\s]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\\s/]+:[^:\\s/]*:[^:\\s/]+:";

    private final Tasks tasks;

    public TaskCalls(Tasks tasks) {
        this.tasks = tasks;
    }

    public void register(Routes routes) {
        routes.on("GET " + ONE + "/status", ask -> find(ask).status())
                .whole("GET " + ONE + "/log", this::log)
                .on("DELETE " + ONE, this::cancel)
                .whole("GET /nodes/{node}/tasks", this::ofNode)
                .on("GET /cluster/tasks", this::ofCluster);
    }

    private Task find(Ask ask) {
        String upid = ask.text("upid");
        if (!upid.matches(FORM)) {
            throw Refusal.parameter("upid", "unable to parse worker upid");
        }
        Task task = tasks.find(upid).orElseThrow(() -> Refusal.parameter("upid", "no such task"));
        if (!isSeenBy(task, ask)) {
            throw Refusal.denied("/nodes/" + task.node() + ", Sys.Audit");
        }
        return task;
    }

    private static boolean isSeenBy(Task task, Ask ask) {
        return task.caller().name().equals(ask.caller().name())
                || ask.caller().rights().has("/nodes/" + task.node(), "Sys.Audit");
    }

    private Answer log(Ask ask) {
        List<String> lines = find(ask).logged();
        int start = Integer.parseInt(ask.or("start", "0"));
        int limit = Integer.parseInt(ask.or("limit", "50"));
        ObjectNode whole = Json.object();
        ArrayNode data = whole.putArray("data");
        for (int i = start; i < lines.size() && (limit == 0 || i < start + limit); i++) {
            data.addObject().put("n", i + 1).put("t", lines.get(i));
        }
        return Answer.whole(whole.put("total", lines.size()));
    }

    private JsonNode cancel(Ask ask) {
        Task task = find(ask);
        task.cancel();
        task.awaitEnd();
        return Json.nothing();
    }

    private Answer ofNode(Ask ask) {
        List<Task> found = tasks.all().stream()
                .filter(task -> task.node().equals(ask.node()))
                .filter(task -> isSeenBy(task, ask))
                .filter(task -> ask.find("vmid").map(task.id()::equals).orElse(true))
                .filter(task -> !ask.flag("errors") || !(task.isRunning() || "OK".equals(task.exit())))
                .filter(task -> ask.or("source", "archive").equals("all")
                        || task.isRunning() == ask.or("source", "archive").equals("active"))
                .toList();
        ObjectNode whole = Json.object();
        ArrayNode data = whole.putArray("data");
        found.stream()
                .skip(Long.parseLong(ask.or("start", "0")))
                .limit(Long.parseLong(ask.or("limit", "50")))
                .forEach(task -> data.add(task.listed(false)));
        return Answer.whole(found.isEmpty() ? whole : whole.put("total", found.size()));
    }

    private JsonNode ofCluster(Ask ask) {
        ArrayNode data = Json.array();
        tasks.all().stream().filter(task -> isSeenBy(task, ask)).limit(25).forEach(task -> data.add(task.listed(true)));
        return data;
    }
}
