package dev.vivarium.cloudinit.yaml;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, strings, whole numbers and booleans as YAML: always the same text for the same value, and one that YAML
 * 1.1 readers (cloud-init's) and 1.2 readers understand alike. Every string is quoted or a literal block, so none can become a
 * number, a boolean, a comment or a key.
 */
public final class YamlText {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");
    private static final Set<String> NO_KEYS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    /** A list with a longer text has a line for each item. */
    private static final int LONG = 60;

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    /**
     * A document in block style, in the map's own order.
     *
     * @throws IllegalArgumentException if a value is of another type, or a text holds a NUL or half a surrogate pair, which
     *     no reader would take
     */
    public static String of(Map<String, ?> document) {
        YamlText writer = new YamlText();
        if (document.isEmpty()) {
            return "{}\n";
        }
        writer.map(document, 0);
        return writer.text.toString();
    }

    private void map(Map<?, ?> map, int indent) {
        map.forEach((key, value) -> {
            margin(indent);
            key((String) key);
            text.append(':');
            value(value, indent);
        });
    }

    private void list(List<?> list, int indent) {
        for (Object item : list) {
            int start = text.length();
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                map(map, indent + 2);
                text.setCharAt(start + indent, '-'); // the dash stands in the first key's margin
            } else if (item instanceof List<?> inner && inner.stream().anyMatch(YamlText::needsBlock)) {
                list(inner, indent + 2);
                text.setCharAt(start + indent, '-');
            } else {
                margin(indent);
                text.append('-');
                value(item, indent);
            }
        }
    }

    /** What follows a colon or a dash. */
    private void value(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append('\n');
            map(map, indent + 2);
        } else if (value instanceof List<?> list && list.stream().anyMatch(YamlText::needsBlock)) {
            text.append('\n');
            list(list, indent + 2);
        } else if (value instanceof String string && LiteralBlock.suits(string)) {
            LiteralBlock.append(text, string, indent + 2);
        } else {
            text.append(' ');
            inline(value);
            text.append('\n');
        }
    }

    private static boolean needsBlock(Object item) {
        return item instanceof Map<?, ?> map && !map.isEmpty()
                || item instanceof List<?> list && !list.isEmpty()
                || item instanceof String string && (string.length() > LONG || LiteralBlock.suits(string));
    }

    private void inline(@Nullable Object value) {
        if (value instanceof String string) {
            QuotedText.append(text, string);
        } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            text.append(value);
        } else if (value instanceof Map<?, ?>) {
            text.append("{}");
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
                inline(items.next());
                text.append(items.hasNext() ? ", " : "");
            }
            text.append(']');
        } else {
            throw new IllegalArgumentException("not a value of YAML: "
                    + Objects.requireNonNullElse(value, "null").getClass().getName());
        }
    }

    private void key(String key) {
        if (PLAIN_KEY.matcher(key).matches() && !NO_KEYS.contains(key.toLowerCase(Locale.ROOT))) {
            text.append(key);
        } else {
            QuotedText.append(text, key);
        }
    }

    private void margin(int indent) {
        text.append(" ".repeat(indent));
    }
}
