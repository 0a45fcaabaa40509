package dev.vivarium.client.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Why a request was not done; RFC 9457.
 *
 * @param code stable, such as {@code node.unknown}
 * @param member which member of the body is wrong, as a JSON pointer
 * @param trace the request's trace id, to find it in the log
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        Optional<ErrorKind> kind,
        Optional<String> hint,
        Optional<String> member,
        Optional<UUID> operation,
        List<Finding> findings,
        Optional<String> trace) {
    public Problem {
        findings = Copies.list(findings);
    }
}
