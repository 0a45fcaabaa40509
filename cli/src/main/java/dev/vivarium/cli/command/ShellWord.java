package dev.vivarium.cli.command;

import java.util.regex.Pattern;

/** A word of a command that people are told to run. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private ShellWord() {}

    /** In quotes where a shell would take it for more than one word. */
    static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
