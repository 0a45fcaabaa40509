package dev.vivarium.core.guest;

/**
 * What a service in the guest answered. The body is as the guest wrote it: show it only through {@link Printable}.
 *
 * @param status the HTTP status
 * @param body as UTF-8, at most {@link #LIMIT} bytes
 * @param cut whether the body was longer
 */
public record HttpAnswer(int status, String body, boolean cut) {
    /** How many bytes of a body are kept. */
    public static final int LIMIT = 1 << 20;

    /** True for 200 to 299. */
    public boolean ok() {
        return status >= 200 && status < 300;
    }
}
