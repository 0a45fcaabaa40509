package dev.vivarium.cli.output;

import dev.vivarium.core.model.Kind;

/** How the process ends: one number for each {@link Kind}, so that scripts can tell failures apart. */
public final class ExitCode {
    /** It was done. */
    public static final int OK = 0;

    private ExitCode() {}

    /** The number of this kind of failure. */
    public static int of(Kind kind) {
        return switch (kind) {
            case INTERNAL -> 1;
            case INVALID -> 2;
            case NOT_FOUND -> 3;
            case CONFLICT -> 4;
            case UNSUPPORTED -> 5;
            case DENIED -> 6;
            case CAPACITY -> 7;
            case UNAVAILABLE -> 8;
            case TIMEOUT -> 9;
            case HYPERVISOR_FAULT -> 10;
            case GUEST_FAULT -> 11;
            case NEEDS_OPERATOR -> 12;
            case CANCELLED -> 130; // what a shell reports for a program that Ctrl-C ended
        };
    }
}
