package dev.vivarium.core.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk, in whole MiB.
 *
 * @param mebibytes MiB, more than zero
 */
public record Size(long mebibytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*([MGT])(i?B)?", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException if it is not more than zero */
    public Size {
        if (mebibytes <= 0) {
            throw new IllegalArgumentException("a size is more than zero");
        }
    }

    /** So many MiB. */
    public static Size MiB(long count) {
        return new Size(count);
    }

    /** So many GiB. */
    public static Size GiB(long count) {
        return new Size(Math.multiplyExact(count, 1024L));
    }

    /**
     * Reads {@code 512M}, {@code 16G}, {@code 2T}, with or without {@code iB}; powers of 1024 always.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static Size parse(String text) {
        Matcher m = FORM.matcher(text.trim());
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size; write for example 512M, 16G or 1T");
        }
        long count = Long.parseLong(m.group(1));
        return switch (m.group(2).toUpperCase(Locale.ROOT)) {
            case "M" -> MiB(count);
            case "G" -> GiB(count);
            default -> GiB(Math.multiplyExact(count, 1024L));
        };
    }

    @Override
    public String toString() {
        return mebibytes % 1024 == 0 ? mebibytes / 1024 + " GiB" : mebibytes + " MiB";
    }
}
