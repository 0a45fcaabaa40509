package dev.vivarium.core.session;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the five fields of a cron expression: which values it may have, and how a set of them is read. */
enum CronField {
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY("day of the month", 1, 31, List.of()),
    MONTH(
            "month",
            1,
            12,
            List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    /** Sunday is 0, and 7 as well. */
    WEEKDAY("day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private static final Pattern PART = Pattern.compile("(\\*|(\\w{1,3})(?:-(\\w{1,3}))?)(?:/(\\d{1,2}))?");

    private final String title;
    private final int least;
    private final int greatest;
    private final List<String> names;

    CronField(String title, int least, int greatest, List<String> names) {
        this.title = title;
        this.least = least;
        this.greatest = greatest;
        this.names = names;
    }

    /**
     * The values as a set of bits.
     *
     * @throws IllegalArgumentException with what is wrong and what may stand there
     */
    long read(String text) {
        long bits = 0;
        for (String part : text.split(",", -1)) {
            bits |= part(part, text);
        }
        return this == WEEKDAY ? (bits | bits >>> 7) & 0x7f : bits;
    }

    private long part(String part, String text) {
        Matcher m = PART.matcher(part);
        if (!m.matches()) {
            throw wrong(text);
        }
        boolean any = m.group(1).equals("*");
        int from = any ? least : value(m.group(2), text);
        int to = any ? highest() : m.group(3) != null ? value(m.group(3), text) : from;
        int step = 1;
        if (m.group(4) != null) {
            step = Integer.parseInt(m.group(4));
            to = any || m.group(3) != null ? to : highest(); // 5/15 is 5-59/15
        }
        if (step < 1 || to < from) {
            throw wrong(text);
        }
        long bits = 0;
        for (int v = from; v <= to; v += step) {
            bits |= 1L << v;
        }
        return bits;
    }

    private int highest() {
        return this == WEEKDAY ? 6 : greatest;
    }

    private int value(String text, String field) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (named >= 0) {
            return named;
        }
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(field);
        }
        int value = Integer.parseInt(text);
        if (value < least || value > greatest) {
            throw wrong(field);
        }
        return value;
    }

    private IllegalArgumentException wrong(String text) {
        String named =
                names.isEmpty() ? "" : " or " + names.get(this == MONTH ? 1 : 0) + "-" + names.get(names.size() - 1);
        return new IllegalArgumentException(
                "'" + text + "' is no " + title + " of a schedule; it may be *, a number from " + least + " to "
                        + greatest + named + ", a range such as 1-5, a step such as */2, or several with commas");
    }
}
