package dev.vivarium.proxmox.api;

import java.io.IOException;

/**
 * A call that did not come to an answer.
 *
 * <p>{@link #sent} tells whether the server may have got it.
 */
final class Unanswered extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    Unanswered(IOException cause, boolean sent) {
        super(cause.getMessage(), cause);
        this.sent = sent;
    }

    boolean sent() {
        return sent;
    }
}
