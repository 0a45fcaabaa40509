package dev.vivarium.service.http;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a failure on the wire. Nothing of our inside is in it: no class, no stack, no path of this computer's code. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration STANDARD_RETRY = Duration.ofSeconds(5);

    private Problems() {}

    static Reply reply(Throwable failure, Trace trace) {
        if (failure instanceof Refusal refusal) {
            return Reply.problem(refusal.problem().trace(trace), refusal.headers());
        }
        if (failure instanceof VivariumException e) {
            if (e.kind() == Kind.INTERNAL) {
                LOG.error("a mistake of ours", e);
            }
            return Reply.problem(problem(e).trace(trace), retryAfter(e));
        }
        LOG.error("a mistake of ours", failure);
        return Reply.problem(
                Problem.of(500, title(Kind.INTERNAL), "internal", "this is a mistake in Vivarium; its log says more")
                        .kind(Kind.INTERNAL)
                        .trace(trace),
                Map.of());
    }

    private static Problem problem(VivariumException e) {
        int status = e.kind() == Kind.CANCELLED ? 409 : e.kind().httpStatus();
        return Problem.of(status, title(e.kind()), e.code(), e.message()).kind(e.kind());
    }

    private static Map<String, String> retryAfter(VivariumException e) {
        if (!e.kind().retried()) {
            return Map.of();
        }
        long seconds = e.retryAfter().orElse(STANDARD_RETRY).toSeconds();
        return Map.of("Retry-After", String.valueOf(Math.max(1, seconds)));
    }

    static String title(Kind kind) {
        return switch (kind) {
            case INVALID -> "The request is wrong";
            case NOT_FOUND -> "Not found";
            case CONFLICT -> "Not possible now";
            case UNSUPPORTED -> "Not possible here";
            case DENIED -> "Not allowed";
            case CAPACITY -> "Nothing is left of what it needs";
            case UNAVAILABLE -> "Not now";
            case TIMEOUT -> "Nothing moved for too long";
            case HYPERVISOR_FAULT -> "The hypervisor failed";
            case GUEST_FAULT -> "Something failed in the node";
            case CANCELLED -> "Cancelled";
            case NEEDS_OPERATOR -> "Somebody has to look";
            case INTERNAL -> "A mistake of ours";
        };
    }
}
