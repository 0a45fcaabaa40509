package dev.vivarium.core.guest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** The report of a node that is well, to be spoiled by a test. */
final class SampleReport {
    static final long NOW = 1_790_000_000L;
    static final String BUNDLE = "sha256:" + "ab".repeat(32);

    private SampleReport() {}

    @SafeVarargs
    static String with(Consumer<ObjectNode>... changes) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("format", 1).put("bootId", "boot-2").put("uptime", 61.25).put("now", NOW + 0.5);
        report.putObject("status")
                .put("format", 1)
                .put("bootId", "boot-2")
                .put("bundleDigest", BUNDLE)
                .put("release", "1.0")
                .put("phase", "ready")
                .put("detail", "1.0")
                .putNull("error")
                .put("done", 0)
                .put("total", 0)
                .put("updatedAt", NOW - 3);
        report.putObject("services").put("muse-agent.service", "active");
        report.putObject("cloudInit")
                .put(
                        "status",
                        "{\"v1\":{\"datasource\":\"DataSourceNoCloud\",\"stage\":null,"
                                + "\"init\":{\"errors\":[],\"finished\":1.5}}}")
                .put("result", "{\"v1\":{\"datasource\":\"DataSourceNoCloud [seed=/dev/sr0]\",\"errors\":[]}}");
        for (Consumer<ObjectNode> change : changes) {
            change.accept(report);
        }
        return report.toString();
    }

    static ObjectNode status(ObjectNode report) {
        return (ObjectNode) report.get("status");
    }

    static Consumer<ObjectNode> container(String name, String state, int exit, String log) {
        return r -> r.withArray("containers")
                .addObject()
                .put("name", name)
                .put("state", state)
                .put("exitCode", exit)
                .putNull("health")
                .put("log", log);
    }

    static Consumer<ObjectNode> container(String name, String state, String health) {
        return r -> r.withArray("containers")
                .addObject()
                .put("name", name)
                .put("state", state)
                .putNull("exitCode")
                .put("health", health)
                .putNull("log");
    }

    static ObjectNode cloudInit(ObjectNode report) {
        return (ObjectNode) report.get("cloudInit");
    }

    static Consumer<ObjectNode> phase(String phase, String detail, long done, long total) {
        return r -> status(r)
                .put("phase", phase)
                .put("detail", detail)
                .put("done", done)
                .put("total", total);
    }

    static Consumer<ObjectNode> failed(String code, String message, String log) {
        return r -> status(r)
                .put("phase", "failed")
                .put("detail", message)
                .putObject("error")
                .put("code", code)
                .put("message", message)
                .put("log", log);
    }
}
