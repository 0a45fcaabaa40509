package dev.vivarium.core.guest;

/**
 * What a command in the guest did. The texts are as the guest wrote them: show them only through {@link Printable}.
 *
 * @param exit its exit status; 128 and more where a signal ended it
 * @param out its standard output, at most {@link #LIMIT} bytes
 * @param err its standard error, likewise
 * @param cut whether output beyond the limit was thrown away
 */
public record ExecResult(int exit, String out, String err, boolean cut) {
    /** How many bytes of each stream are kept. */
    public static final int LIMIT = 1 << 20;

    /** True if the exit status is 0. */
    public boolean ok() {
        return exit == 0;
    }

    /** One safe line for people: exit status, and the end of what it complained of. */
    public String brief() {
        String said = err.isBlank() ? out : err;
        return "exit status " + exit + (said.isBlank() ? "" : ": " + Printable.lastLine(said)) + (cut ? " (cut)" : "");
    }
}
