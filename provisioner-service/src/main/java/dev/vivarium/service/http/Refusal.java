package dev.vivarium.service.http;

import dev.vivarium.core.model.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Thrown where a request is answered with a problem that only HTTP has: too long, too often, nobody's. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    /** With these headers more. */
    public Refusal(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    /** 400. */
    public static Refusal badRequest(String code, String detail) {
        return of(400, "The request is wrong", code, detail);
    }

    /** 401: nobody knows who asks. */
    public static Refusal unauthenticated(String detail) {
        return new Refusal(
                Problem.of(401, "Who are you?", "access.token", detail),
                Map.of("WWW-Authenticate", "Bearer realm=\"vivarium\""));
    }

    /** 403: known, and not allowed. */
    public static Refusal forbidden(String code, String detail) {
        return of(403, "Not allowed", code, detail);
    }

    /** 404. */
    public static Refusal notFound(String code, String detail) {
        return of(404, "Not found", code, detail);
    }

    /** 409. */
    public static Refusal conflict(String code, String detail) {
        return of(409, "Not possible now", code, detail);
    }

    /** 412: it has changed since. */
    public static Refusal changedMeanwhile(String detail) {
        return of(412, "It has changed meanwhile", "request.changed-meanwhile", detail);
    }

    /** 413. */
    public static Refusal tooLarge(long limit) {
        return of(413, "Too large", "request.too-large", "the body is longer than " + limit + " bytes");
    }

    /** 422: understood, and something in the way. */
    public static Refusal unprocessable(String code, String detail, List<Finding> findings) {
        return new Refusal(Problem.of(422, "Not possible here", code, detail).with(findings), Map.of());
    }

    /** 429 or 503, with the time after which it may be tried again. */
    public static Refusal later(int status, String code, String detail, Duration after) {
        return new Refusal(
                Problem.of(status, status == 429 ? "Too often" : "Not now", code, detail),
                Map.of("Retry-After", String.valueOf(Math.max(1, after.toSeconds()))));
    }

    /** Any other. */
    public static Refusal of(int status, String title, String code, String detail) {
        return new Refusal(Problem.of(status, title, code, detail), Map.of());
    }

    /** What is said. */
    public Problem problem() {
        return problem;
    }

    /** The headers that go with it. */
    public Map<String, String> headers() {
        return headers;
    }
}
