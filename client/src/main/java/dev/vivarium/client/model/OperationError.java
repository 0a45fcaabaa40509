package dev.vivarium.client.model;

import java.util.List;
import java.util.Optional;

/**
 * Why an operation failed.
 *
 * @param logTail the last lines of the hypervisor's or the guest's own log
 */
public record OperationError(ErrorKind kind, String code, String message, Optional<String> step, List<String> logTail) {
    public OperationError {
        logTail = Copies.list(logTail);
    }
}
