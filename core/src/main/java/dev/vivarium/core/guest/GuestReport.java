package dev.vivarium.core.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code vivarium-node report} says of a guest: one document, so that one command over SSH suffices. The guest may lie:
 * every text is made printable, every number is checked, members that we do not know are passed over.
 *
 * @param bootId of the boot that answers
 * @param uptime since that boot
 * @param now the guest's clock, in whole seconds
 * @param node how far the node's own unit is; empty while it has not begun
 * @param services systemd's word for each unit of the bundle, in order
 * @param containers those of the bundle's compose files
 * @param cloudInit what cloud-init left of its work
 * @param freeForReleases bytes; empty while there is no place for releases
 */
public record GuestReport(
        String bootId,
        Duration uptime,
        Instant now,
        Optional<NodeStatus> node,
        Map<String, String> services,
        List<GuestContainer> containers,
        CloudInit cloudInit,
        OptionalLong freeForReleases) {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final int MOST_SERVICES = 1000;
    private static final int MOST_ERRORS = 20;
    /** Seconds since 1970; some thousand years from now. */
    private static final double LATEST = 1e11;

    /**
     * The content of the guest's {@code status.json}.
     *
     * @param phase mounting, verifying, unpacking, state, secrets, init, services, back, ready or failed
     * @param failure why it failed, if it did
     * @param fraction how much of the phase is done, 0 to 1; negative if nobody knows
     * @param beat when it last said so, by the guest's clock
     * @param beatUptime the same by the guest's uptime, which a rollback does not put wrong; older guests do not say
     * @param update why the last update failed, if it did
     * @param moved a text that changes when the work moves, and not with the heartbeat
     */
    public record NodeStatus(
            String bootId,
            String bundleDigest,
            String phase,
            String detail,
            Optional<Failure> failure,
            double fraction,
            Instant beat,
            Optional<Duration> beatUptime,
            Optional<FailedUpdate> update,
            String moved) {}

    /** Why an update failed in the guest. @param bundleDigest of the bundle that was to be updated to */
    public record FailedUpdate(String bundleDigest, Failure failure) {}

    /** Why the guest's own work failed. @param code such as {@code BUNDLE_DAMAGED} */
    public record Failure(String code, String message, String logTail) {}

    /**
     * cloud-init's own result.
     *
     * @param begun whether it ran at all in this boot
     * @param finished whether it ended
     * @param datasource as it names it, such as {@code DataSourceNoCloud [seed=/dev/sr0]}; may be empty
     * @param errors what it complains of
     * @param warnings what it complains of and could live with; older versions do not say
     * @param moved a text that changes while it works
     */
    public record CloudInit(
            boolean begun,
            boolean finished,
            String datasource,
            List<String> errors,
            List<String> warnings,
            String moved) {
        public CloudInit {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** @throws VivariumException GUEST_FAULT {@code guest.report} if it is not such a document */
    static GuestReport parse(String text) {
        try {
            JsonNode root = Json.read(text, JsonNode.class);
            if (!root.isObject() || root.path("format").asInt() != 1) {
                throw unreadable(text, null);
            }
            return new GuestReport(
                    line(root.path("bootId")),
                    seconds(root.path("uptime")),
                    time(root.path("now")),
                    status(root.path("status")),
                    services(root.path("services")),
                    GuestContainer.all(root.path("containers")),
                    cloudInit(root.path("cloudInit")),
                    number(root.path("freeBytes").path("releases")));
        } catch (VivariumException e) {
            throw e.code().equals(GuestErrors.REPORT) ? e : unreadable(text, e);
        } catch (DateTimeException e) {
            throw unreadable(text, e);
        }
    }

    private static VivariumException unreadable(String text, @Nullable Throwable cause) {
        String message = "the guest's report is none: " + Printable.line(text);
        return cause == null
                ? new VivariumException(Kind.GUEST_FAULT, GuestErrors.REPORT, message)
                : new VivariumException(Kind.GUEST_FAULT, GuestErrors.REPORT, message, cause);
    }

    private static Optional<NodeStatus> status(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        JsonNode error = node.path("error");
        JsonNode update = node.path("update");
        return Optional.of(new NodeStatus(
                line(node.path("bootId")),
                line(node.path("bundleDigest")),
                line(node.path("phase")),
                line(node.path("detail")),
                error.isObject() ? Optional.of(failure(error)) : Optional.empty(),
                fraction(node.path("done").asDouble(), node.path("total").asDouble()),
                Instant.ofEpochSecond(node.path("updatedAt").asLong(0)),
                node.path("uptime").isNumber() ? Optional.of(seconds(node.path("uptime"))) : Optional.empty(),
                update.isObject()
                        ? Optional.of(new FailedUpdate(line(update.path("bundleDigest")), failure(update)))
                        : Optional.empty(),
                node.path("phase") + "/" + node.path("detail") + "/" + node.path("done")));
    }

    private static Failure failure(JsonNode node) {
        String code = node.path("code").asText("");
        return new Failure(
                CODE.matcher(code).matches() ? code : "UNKNOWN",
                line(node.path("message")),
                Printable.text(node.path("log").asText("")));
    }

    private static Instant time(JsonNode node) {
        double seconds = node.asDouble(0);
        if (!(seconds >= 0 && seconds < LATEST)) {
            throw new DateTimeException("no time: " + seconds);
        }
        return Instant.ofEpochMilli((long) (1000 * seconds));
    }

    private static Duration seconds(JsonNode node) {
        return Duration.ofMillis((long) (1000 * node.asDouble(0)));
    }

    private static OptionalLong number(JsonNode node) {
        return node.isNumber() ? OptionalLong.of(Math.max(0, node.asLong())) : OptionalLong.empty();
    }

    private static double fraction(double done, double total) {
        return total > 0 && done >= 0 ? Math.min(1, done / total) : -1;
    }

    private static Map<String, String> services(JsonNode node) {
        Map<String, String> all = new LinkedHashMap<>();
        node.fields().forEachRemaining(e -> {
            if (all.size() < MOST_SERVICES) {
                all.put(Printable.line(e.getKey()), line(e.getValue()));
            }
        });
        return all;
    }

    /** Its two files come as texts, as cloud-init wrote them; both have what matters under {@code v1}. */
    private static CloudInit cloudInit(JsonNode node) {
        JsonNode result = inner(node.path("result"));
        JsonNode status = inner(node.path("status"));
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        addAll(errors, result.path("errors"));
        // stage by stage: init-local, init, modules-config, modules-final; beside them stand plain values
        status.forEach(stage -> {
            addAll(errors, stage.path("errors"));
            stage.path("recoverable_errors").forEach(list -> addAll(warnings, list));
        });
        return new CloudInit(
                !status.isMissingNode() || !result.isMissingNode(),
                !result.isMissingNode(),
                line(result.path("datasource")),
                errors,
                warnings,
                node.path("status").asText(""));
    }

    private static void addAll(List<String> all, JsonNode texts) {
        for (JsonNode text : texts) {
            String line = line(text);
            if (all.size() < MOST_ERRORS && !all.contains(line)) {
                all.add(line);
            }
        }
    }

    private static JsonNode inner(JsonNode text) {
        if (!text.isTextual()) {
            return MissingNode.getInstance();
        }
        try {
            return Json.read(text.asText(), JsonNode.class).path("v1");
        } catch (VivariumException e) {
            return MissingNode.getInstance(); // half written at this moment
        }
    }

    private static String line(JsonNode node) {
        return Printable.line(node.asText(""));
    }
}
