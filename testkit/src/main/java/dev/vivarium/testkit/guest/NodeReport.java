package dev.vivarium.testkit.guest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.vivarium.core.model.Medium;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the guest's {@code vivarium-node} does and reports, from the plan that came with the seed. */
final class NodeReport {
    private static final long GIB = 1L << 30;
    private static final Map<Misbehaviour, String> FAILURES = Map.of(
            Misbehaviour.BUNDLE_DAMAGED, "BUNDLE_DAMAGED",
            Misbehaviour.NO_SPACE, "NO_SPACE",
            Misbehaviour.INIT_FAILED, "INIT_FAILED",
            Misbehaviour.SERVICE_CRASHED, "SERVICE_FAILED");

    /** What a spiteful guest says. */
    static final String SPITE = "зло\u001b[2J\u001b]0;pwned\u0007\u009b31m\u202e\u0000\r\n\u001b[31mвторая";

    private final GuestState state;

    NodeReport(GuestState state) {
        this.state = state;
    }

    /** Unpacks the bundle, once: a release that is there needs no medium any more. */
    void boot(List<Medium> drives) {
        Optional<String> bundle = planned("bundle");
        if (bundle.isEmpty() || state.file(NodeProgram.RELEASE).equals(bundle)) {
            return;
        }
        List<String> labels = drives.stream().map(Medium::label).toList();
        for (String layer : all("layer")) {
            String label = layer.split(" ", -1)[0];
            if (isSent()
                    && state.file(IncomingMedia.PLACE + layer.split(" ", -1)[1] + ".iso")
                            .isEmpty()) {
                return;
            } else if (isInDrives() && !labels.contains(label)) {
                state.memory("missing", label);
                return;
            }
        }
        if (!state.misbehaves(Misbehaviour.BUNDLE_DAMAGED)
                && !state.misbehaves(Misbehaviour.NO_SPACE)
                && !state.misbehaves(Misbehaviour.STUCK_UNPACKING)) {
            state.file(NodeProgram.RELEASE, bundle.get());
        }
    }

    /** The report of this moment, as one line of JSON. */
    String json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("format", 1);
        report.put("bootId", state.bootId().orElse(""));
        report.put("uptime", state.uptime().toMillis() / 1000.0);
        report.put("now", state.now().toEpochMilli() / 1000.0);
        if (state.file(NodeProgram.PLAN).isPresent()) {
            report.set("status", status());
        } else {
            report.putNull("status");
        }
        ObjectNode services = report.putObject("services");
        units().forEach(unit -> services.put(unit, service(unit)));
        ObjectNode cloudInit = report.putObject("cloudInit");
        cloudInit.put("status", state.memory(CloudInit.STATUS).orElse(null));
        cloudInit.put("result", state.memory(CloudInit.RESULT).orElse(null));
        report.putObject("freeBytes").put("releases", 10 * GIB).put("state", 10 * GIB);
        return report + "\n";
    }

    private String service(String unit) {
        if (state.misbehaves(Misbehaviour.SPITEFUL)) {
            return SPITE;
        }
        return isCrashing(unit) ? "activating" : "active";
    }

    private String told(String usual) {
        return state.misbehaves(Misbehaviour.SPITEFUL) ? SPITE : usual;
    }

    private boolean isInDrives() {
        return planned("delivery").orElse("medium").equals("medium");
    }

    private boolean isSent() {
        return planned("delivery").equals(Optional.of("sftp"));
    }

    private String phase() {
        if (isSent()) {
            boot(List.of());
            if (!state.file(NodeProgram.RELEASE).equals(planned("bundle"))) {
                return "receiving";
            }
        }
        return state.misbehaves(Misbehaviour.STUCK_UNPACKING) ? "unpacking" : "ready";
    }

    private ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("format", 1);
        status.put("bootId", state.bootId().orElse(""));
        status.put("nodeId", planned("node").orElse(""));
        status.put("bundleDigest", planned("bundle").map(hex -> "sha256:" + hex).orElse(null));
        status.put("release", planned("release").orElse(null));
        long now = state.now().getEpochSecond();
        status.put("startedAt", now - state.uptime().toSeconds());
        Optional<String> failure = failure();
        String release = planned("release").orElse("");
        if (failure.isPresent()) {
            status.put("phase", "failed").put("detail", told("as the test wants it"));
            status.putObject("error")
                    .put("code", failure.get())
                    .put("message", told("as the test wants it"))
                    .put("log", told("the last line of the log\n"));
        } else if (!NodeProgram.missingSecrets(state).isEmpty()) {
            status.put("phase", "secrets").put("detail", "waiting for its secrets");
            status.putNull("error");
        } else {
            String phase = phase();
            status.put("phase", phase).put("detail", phase.equals("ready") ? release : "layer code");
            status.putNull("error");
        }
        status.putRawValue("update", new RawValue(state.file(NodeProgram.FAILED).orElse("null")));
        status.put("done", 0).put("total", 0).put("updatedAt", now);
        status.put("uptime", state.uptime().toMillis() / 1000.0);
        return status;
    }

    private Optional<String> failure() {
        if (state.memory("missing").isPresent()) {
            return Optional.of("MEDIUM_MISSING");
        }
        return FAILURES.entrySet().stream()
                .filter(e -> state.misbehaves(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private boolean isCrashing(String unit) {
        return state.misbehaves(Misbehaviour.SERVICE_CRASHED) && unit.equals(units().get(0));
    }

    private List<String> units() {
        return all("service").stream().map(line -> line.split(" ", -1)[0]).toList();
    }

    private Optional<String> planned(String key) {
        return all(key).stream().findFirst();
    }

    private List<String> all(String key) {
        return NodeProgram.values(state.file(NodeProgram.PLAN).orElse(""), key);
    }
}
