package dev.vivarium.core.model;

/**
 * Something that a pre-flight check found.
 *
 * @param severity whether it prevents the work
 * @param code stable, such as {@code qemu.missing}
 * @param message what is wrong, in one sentence
 * @param remedy what to do; a command where there is one
 */
public record Finding(Severity severity, String code, String message, String remedy) {

    /** How bad. */
    public enum Severity {
        /** The work would fail. */
        ERROR,
        /** The work succeeds, but a person may want to know. */
        WARNING
    }

    /** Something that prevents the work. */
    public static Finding error(String code, String message, String remedy) {
        return new Finding(Severity.ERROR, code, message, remedy);
    }

    /** Something worth knowing. */
    public static Finding warning(String code, String message, String remedy) {
        return new Finding(Severity.WARNING, code, message, remedy);
    }

    /** True if it prevents the work. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
