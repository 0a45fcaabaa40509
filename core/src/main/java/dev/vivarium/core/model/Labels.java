package dev.vivarium.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Labels of nodes and snapshots: short words by which they are chosen. */
public final class Labels {
    private static final Pattern KEY = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");
    /** So many at most. */
    public static final int MOST = 32;

    private static final int LONGEST = 63;

    private Labels() {}

    /**
     * The labels in the order of their keys; none for null, which older journals have.
     *
     * @throws VivariumException of kind INVALID {@code labels} if they cannot be labels
     */
    public static Map<String, String> checked(@Nullable Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return Map.of();
        }
        boolean fine = labels.size() <= MOST
                && labels.entrySet().stream()
                        .allMatch(l -> KEY.matcher(l.getKey()).matches() && isValue(l.getValue()));
        if (!fine) {
            throw new VivariumException(
                    Kind.INVALID,
                    "labels",
                    "there are at most 32 labels; a key has 1 to 63 characters of a-z, 0-9 and . _ / -, a value at most 63");
        }
        return Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    private static boolean isValue(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }
}
