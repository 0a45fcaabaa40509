package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import dev.vivarium.client.model.Finding;
import dev.vivarium.client.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done: what the service answered, or that it could not be asked. In the second case the status is 0 and the
 * code begins with {@code client.}.
 */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final ErrorKind kind;
    private final @Nullable Duration retryAfter;

    ServiceException(Problem problem, @Nullable Duration retryAfter) {
        super(problem.detail());
        this.problem = problem;
        this.kind = problem.kind().filter(k -> k != ErrorKind.OTHER).orElseGet(() -> Statuses.kind(problem.status()));
        this.retryAfter = retryAfter;
    }

    private ServiceException(Problem problem, ErrorKind kind, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
        this.kind = kind;
        this.retryAfter = null;
    }

    /** The service could not be asked, or not understood. */
    static ServiceException ours(ErrorKind kind, String code, String message, @Nullable Throwable cause) {
        Problem problem = new Problem(
                "about:blank",
                "No answer",
                0,
                message,
                "client." + code,
                Optional.of(kind),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return cause == null ? new ServiceException(problem, null) : new ServiceException(problem, kind, cause);
    }

    /** The HTTP status; 0 if there was no answer. */
    public int status() {
        return problem.status();
    }

    /** A stable code for programs. */
    public String code() {
        return problem.code();
    }

    /** What kind of failure it is. */
    public ErrorKind kind() {
        return kind;
    }

    /** The message; never null. */
    public String message() {
        return problem.detail();
    }

    /** What to do, if there is something. */
    public Optional<String> hint() {
        return problem.hint();
    }

    /** What a pre-flight found, if that is the reason. */
    public List<Finding> findings() {
        return problem.findings();
    }

    /** After which time the service wants to be asked again, if it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** All of it. */
    public Problem problem() {
        return problem;
    }

    /** True if the same request may be answered otherwise in a moment. */
    public boolean isTransient() {
        return switch (problem.status()) {
            case 0 ->
                problem.code().equals("client.unreachable") || problem.code().equals("client.truncated");
            case 429, 503 -> true;
            case 502, 504 -> problem.code().startsWith("http."); // a proxy's; the service's own say how work ended
            default -> false;
        };
    }
}
