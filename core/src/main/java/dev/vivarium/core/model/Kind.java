package dev.vivarium.core.model;

/**
 * The kinds of failure: one table of what each means to a caller.
 *
 * <p>{@link #httpStatus} is for the REST service, {@link #retried} says whether the same call may succeed later without
 * anybody changing anything, {@link #actor} says who has to act.
 */
public enum Kind {
    /** The request itself is wrong. */
    INVALID(400, false, Actor.CALLER),
    /** What was named does not exist. */
    NOT_FOUND(404, false, Actor.CALLER),
    /** It exists already, or its state does not allow this now. */
    CONFLICT(409, false, Actor.CALLER),
    /** This hypervisor cannot do it here. */
    UNSUPPORTED(422, false, Actor.CALLER),
    /** Credentials or rights are missing. */
    DENIED(403, false, Actor.OPERATOR),
    /** No space, memory, port or device is left, or a check before the start found that something else is missing. */
    CAPACITY(507, true, Actor.OPERATOR),
    /** The hypervisor does not answer. */
    UNAVAILABLE(503, true, Actor.NOBODY),
    /** Nothing moved for longer than the inactivity limit. */
    TIMEOUT(504, true, Actor.NOBODY),
    /** The hypervisor reported a failure. */
    HYPERVISOR_FAULT(502, false, Actor.OPERATOR),
    /** Inside the guest something failed. */
    GUEST_FAULT(502, false, Actor.CALLER),
    /** Somebody cancelled it. */
    CANCELLED(499, false, Actor.NOBODY),
    /** Neither going on nor undoing is safe; a person has to look. */
    NEEDS_OPERATOR(500, false, Actor.OPERATOR),
    /** A mistake of ours. */
    INTERNAL(500, false, Actor.DEVELOPER);

    /** Who has to act. */
    public enum Actor {
        NOBODY,
        CALLER,
        OPERATOR,
        DEVELOPER
    }

    private final int httpStatus;
    private final boolean retried;
    private final Actor actor;

    Kind(int httpStatus, boolean retried, Actor actor) {
        this.httpStatus = httpStatus;
        this.retried = retried;
        this.actor = actor;
    }

    /** The status by which the REST service answers. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean retried() {
        return retried;
    }

    /** Who has to act. */
    public Actor actor() {
        return actor;
    }
}
