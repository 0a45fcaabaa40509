package dev.vivarium.service.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which labels something must have.
 *
 * @param wanted by key; with any value where it is empty
 */
public record LabelFilter(Map<String, Optional<String>> wanted) {
    private static final int MOST = 16;

    public LabelFilter {
        wanted = Map.copyOf(wanted);
    }

    static LabelFilter of(List<String> texts) {
        if (texts.size() > MOST) {
            throw Refusal.badRequest("request.parameter", "at most " + MOST + " labels can be asked for");
        }
        Map<String, Optional<String>> wanted = new TreeMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals);
            wanted.put(key, equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1)));
        }
        return new LabelFilter(wanted);
    }

    /** True if these labels have all that is wanted. */
    public boolean matches(Map<String, String> labels) {
        return wanted.entrySet().stream()
                .allMatch(w -> labels.containsKey(w.getKey())
                        && w.getValue()
                                .map(v -> v.equals(labels.get(w.getKey())))
                                .orElse(true));
    }
}
