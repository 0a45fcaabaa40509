package dev.vivarium.cloudinit.iso;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives out names of limited length within one directory, no two alike. */
final class DistinctNames {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> tried = new HashMap<>();

    /**
     * @param stem what the name starts with; cut as needed
     * @param end what it ends with
     * @param stemLength the most characters of the stem and a number together
     */
    String take(String stem, String end, int stemLength) {
        String name = cut(stem, stemLength) + end;
        while (!taken.add(name)) {
            int number = tried.merge(cut(stem, stemLength) + end, 1, Integer::sum);
            String suffix = Integer.toString(number);
            name = cut(stem, stemLength - suffix.length()) + suffix + end;
        }
        return name;
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
