package dev.vivarium.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param name what, in one or two words
 * @param status how it is
 * @param found what was seen
 * @param remedy what to do, a command where there is one; empty if nothing needs doing
 */
public record Check(String name, Status status, String found, String remedy) {

    /** How it is. */
    public enum Status {
        OK,
        /** It cannot be done here, for a reason that is nobody's mistake. */
        ABSENT,
        /** The demo runs; something else may not. */
        WARNING,
        /** The demo cannot run. */
        MISSING
    }

    static Check ok(String name, String found) {
        return new Check(name, Status.OK, found, "");
    }

    static Check absent(String name, String found) {
        return new Check(name, Status.ABSENT, found, "");
    }

    static Check warning(String name, String found, String remedy) {
        return new Check(name, Status.WARNING, found, remedy);
    }

    static Check missing(String name, String found, String remedy) {
        return new Check(name, Status.MISSING, found, remedy);
    }
}
