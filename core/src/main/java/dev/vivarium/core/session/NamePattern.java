package dev.vivarium.core.session;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a snapshot taken by policy is called: fixed text with <code>{node}</code>, <code>{date}</code> and <code>{time}</code>,
 * such as <code>before-{date}-{time}</code>.
 *
 * @param text the pattern
 */
public record NamePattern(String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern FIXED = Pattern.compile("[\\p{L}\\p{M}\\p{N}._-]*");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    /** {@code before-2026-03-01-093000}. */
    public static final NamePattern BEFORE = new NamePattern("before-{date}-{time}");

    /** {@code after-2026-03-01-113000}. */
    public static final NamePattern AFTER = new NamePattern("after-{date}-{time}");

    /** @throws IllegalArgumentException if a placeholder is unknown or a character may not stand in a name */
    public NamePattern {
        String fixed = PLACEHOLDER.matcher(text).replaceAll(NamePattern::known);
        if (text.isEmpty() || !FIXED.matcher(fixed).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no name pattern; use letters, digits, . _ - and {node}," + " {date}, {time}");
        }
    }

    /** The name at this moment; a number is added if the node has a snapshot of that name already. */
    public String at(Instant now, ZoneId zone, String node, Collection<String> taken) {
        var local = now.atZone(zone);
        String name = PLACEHOLDER
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(
                        switch (m.group(1)) {
                            case "node" -> node;
                            case "date" -> DATE.format(local);
                            default -> TIME.format(local);
                        }));
        String free = name;
        for (int n = 2; taken.contains(free); n++) {
            free = name + "-" + n;
        }
        return free;
    }

    private static String known(MatchResult placeholder) {
        return switch (placeholder.group(1)) {
            case "node", "date", "time" -> "";
            default ->
                throw new IllegalArgumentException("unknown placeholder " + placeholder.group()
                        + " in a snapshot name; there are {node}, {date} and {time}");
        };
    }
}
