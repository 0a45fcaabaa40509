package dev.vivarium.qemu.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * QEMU's snapshot jobs. A job's id is made of what it does and the snapshot's name, so that a job which an earlier process of
 * ours started is found again and awaited, not started twice.
 *
 * <p>While such a job works QEMU answers nothing at all; the patience has to look at other signs of life.
 */
public final class Jobs {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Qmp qmp;
    private final String node;

    /**
     * For one connection.
     *
     * @param node the block node that holds the snapshots and the memory
     */
    public Jobs(Qmp qmp, String node) {
        this.qmp = qmp;
        this.node = node;
    }

    /** Saves disk and memory. */
    public void save(String tag, Patience patience) {
        run("save", "snapshot-save", tag, Map.of("vmstate", node), patience);
    }

    /** Loads disk and memory. If this fails the machine stands still in {@code restore-vm}. */
    public void load(String tag, Patience patience) {
        run("load", "snapshot-load", tag, Map.of("vmstate", node), patience);
    }

    /** Removes a snapshot; none of this name is success. */
    public void delete(String tag, Patience patience) {
        run("delete", "snapshot-delete", tag, Map.of(), patience);
    }

    /** Waits for jobs on this tag that an earlier process of ours started, and forgets how they ended. */
    public void settle(String tag, Patience patience) {
        for (String verb : List.of("save", "load", "delete")) {
            settleJob(id(verb, tag), patience);
        }
    }

    private void settleJob(String id, Patience patience) {
        if (find(id, patience).isPresent()) {
            await(id, patience);
            dismiss(id, patience);
        }
    }

    private void run(String verb, String command, String tag, Map<String, Object> more, Patience patience) {
        String id = id(verb, tag);
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.putAll(Map.<String, Object>of("job-id", id, "tag", tag, "devices", List.of(node)));
        begin(id, command, arguments, patience);
        JsonNode ended = await(id, patience);
        dismiss(id, patience);
        if (ended.has("error")) {
            throw mapped(command, ended);
        }
    }

    /** QEMU keeps a job, and its id, until somebody forgets it: a process of ours may have died before that. */
    private void begin(String id, String command, Map<String, Object> arguments, Patience patience) {
        try {
            qmp.execute(command, arguments, patience);
        } catch (VivariumException e) {
            if (!e.code().equals(QemuErrors.JOB_EXISTS)) {
                throw e;
            }
            settleJob(id, patience);
            qmp.execute(command, arguments, patience);
        }
    }

    private static VivariumException mapped(String command, JsonNode ended) {
        return QemuErrors.of(command, "GenericError", ended.get("error").asText());
    }

    private JsonNode await(String id, Patience patience) {
        while (true) {
            Optional<JsonNode> job = find(id, patience);
            if (job.isEmpty()) {
                throw QemuErrors.map("QEMU lost the job " + id, "the job is gone");
            }
            if (job.get().path("status").asText().equals("concluded")) {
                return job.get();
            }
            patience.check("the job " + id);
            qmp.event(POLL);
        }
    }

    private Optional<JsonNode> find(String id, Patience patience) {
        JsonNode jobs = qmp.execute("query-jobs", Map.of(), patience);
        return StreamSupport.stream(jobs.spliterator(), false)
                .filter(job -> job.path("id").asText().equals(id))
                .findFirst();
    }

    private void dismiss(String id, Patience patience) {
        qmp.execute("job-dismiss", Map.of("id", id), patience);
    }

    private static String id(String verb, String tag) {
        return verb + "-" + tag;
    }
}
