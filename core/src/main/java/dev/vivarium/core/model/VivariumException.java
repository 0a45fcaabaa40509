package dev.vivarium.core.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that Vivarium lets through. It carries data: the {@link Kind}, a stable code such as {@code
 * qemu.exited}, a message that says what to do, and where there is one the tail of the log that explains it.
 */
public final class VivariumException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String code;
    private final String logTail;
    private final @Nullable Duration retryAfter;

    /** A failure without a cause of its own. */
    public VivariumException(Kind kind, String code, String message) {
        this(kind, code, message, null, "", null);
    }

    /** A failure that another exception explains. */
    public VivariumException(Kind kind, String code, String message, Throwable cause) {
        this(kind, code, message, cause, "", null);
    }

    private VivariumException(
            Kind kind,
            String code,
            String message,
            @Nullable Throwable cause,
            String logTail,
            @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.logTail = logTail;
        this.retryAfter = retryAfter;
    }

    /** The same failure with the last lines of the log that explains it. */
    public VivariumException withLog(String tail) {
        return new VivariumException(kind, code, message(), this, tail, retryAfter);
    }

    /** The same failure with the time after which a retry makes sense. */
    public VivariumException retryAfter(Duration delay) {
        return new VivariumException(kind, code, message(), this, logTail, delay);
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** A stable code for programs. */
    public String code() {
        return code;
    }

    /** The message; never null. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** The last lines of the hypervisor's or guest's log; empty if there are none. */
    public String logTail() {
        return logTail;
    }

    /** After which time a retry makes sense, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
