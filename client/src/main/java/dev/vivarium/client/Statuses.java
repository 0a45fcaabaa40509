package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;

/** What an HTTP status means where the answer does not say its kind. */
final class Statuses {
    private Statuses() {}

    static ErrorKind kind(int status) {
        return switch (status) {
            case 401, 403 -> ErrorKind.DENIED;
            case 404 -> ErrorKind.NOT_FOUND;
            case 409, 412 -> ErrorKind.CONFLICT;
            case 422 -> ErrorKind.UNSUPPORTED;
            case 429, 503 -> ErrorKind.UNAVAILABLE;
            case 502 -> ErrorKind.HYPERVISOR_FAULT;
            case 504 -> ErrorKind.TIMEOUT;
            case 507 -> ErrorKind.CAPACITY;
            default -> status >= 400 && status < 500 ? ErrorKind.INVALID : ErrorKind.INTERNAL;
        };
    }
}
