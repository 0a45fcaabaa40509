package dev.vivarium.service.http;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A failure as RFC 9457 writes it.
 *
 * @param type where it is explained
 * @param title the kind, for people
 * @param status the HTTP status
 * @param detail what is wrong and what to do
 * @param code stable, for programs
 * @param kind which of the kinds of failure it is
 * @param hint what to do, apart from what is wrong
 * @param findings all that a pre-flight check found
 * @param trace by which the request is found in the log
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        Optional<Kind> kind,
        Optional<String> hint,
        Optional<List<Finding>> findings,
        Optional<String> trace) {

    /** One of these, with what its type says that helps. */
    public static Problem of(int status, String title, String code, String detail) {
        ProblemTypes types = ProblemTypes.ofService();
        return new Problem(
                types.page(code),
                title,
                status,
                detail,
                code,
                Optional.empty(),
                types.find(code).flatMap(ProblemTypes.Type::remedy),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, with what a pre-flight check found. */
    public Problem with(List<Finding> found) {
        return new Problem(type, title, status, detail, code, kind, hint, Optional.of(found), trace);
    }

    /** The same, with what helps. */
    public Problem hint(String what) {
        return new Problem(type, title, status, detail, code, kind, Optional.of(what), findings, trace);
    }

    Problem kind(Kind which) {
        return new Problem(type, title, status, detail, code, Optional.of(which), hint, findings, trace);
    }

    Problem trace(Trace of) {
        return new Problem(type, title, status, detail, code, kind, hint, findings, Optional.of(of.traceId()));
    }
}
