package dev.vivarium.core.guest;

import java.util.regex.Pattern;

/**
 * Makes text that a guest wrote safe to show: without terminal commands, control codes and the marks that change the
 * direction of writing. Letters of every script stay.
 */
public final class Printable {
    private static final int LINE = 300;

    /** CSI (colours, cursor), OSC and its kin up to their end, and the other two-character commands. */
    private static final Pattern TERMINAL = Pattern.compile("(?:\u001b\\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]"
            + "|(?:\u001b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]{0,4096}(?:\u0007|\u001b\\\\|\u009c)?"
            + "|\u001b[ -/]{0,8}[0-~]?");

    private static final Pattern NEWLINES = Pattern.compile("\r\n?|[\u0085\u2028\u2029\u000b\f]");

    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cc}\\p{Cs}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb&&[^\n\t]]");

    private Printable() {}

    /** Several lines; line ends become {@code \n}. */
    public static String text(String hostile) {
        String plain = TERMINAL.matcher(hostile).replaceAll("");
        return UNSEEN.matcher(NEWLINES.matcher(plain).replaceAll("\n")).replaceAll("");
    }

    /** One line of at most 300 characters; line ends and tabs become spaces. */
    public static String line(String hostile) {
        String head = hostile.length() <= 8 * LINE ? hostile : hostile.substring(0, 8 * LINE);
        String flat = text(head).replaceAll("\\s+", " ").strip();
        return flat.codePointCount(0, flat.length()) <= LINE
                ? flat
                : flat.substring(0, flat.offsetByCodePoints(0, LINE)) + "…";
    }

    /** The last line that is not blank, as {@link #line}. */
    public static String lastLine(String hostile) {
        return line(tail(hostile, 1));
    }

    /** The last lines, without blank ones at the end. */
    public static String tail(String hostile, int lines) {
        String[] all = text(hostile).stripTrailing().split("\n", -1);
        StringBuilder kept = new StringBuilder();
        for (int i = Math.max(0, all.length - lines); i < all.length; i++) {
            kept.append(kept.isEmpty() ? "" : "\n").append(all[i].stripTrailing());
        }
        return kept.toString();
    }
}
