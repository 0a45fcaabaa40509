package dev.vivarium.cloudinit.yaml;

import java.util.regex.Pattern;

/** What a scalar is by YAML 1.2's core schema, so {@code yes} and {@code on} are text and {@code 012} is a number. */
enum ScalarType {
    TEXT,
    NUMBER,
    BOOLEAN,
    NOTHING;

    private static final Pattern NUMBERS = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
            + "|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final int SHOWN = 60;

    static ScalarType of(Node.Scalar scalar) {
        if (!scalar.plain()) {
            return TEXT;
        }
        return switch (scalar.text()) {
            case "", "~", "null", "Null", "NULL" -> NOTHING;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> BOOLEAN;
            default -> NUMBERS.matcher(scalar.text()).matches() ? NUMBER : TEXT;
        };
    }

    String found(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return switch (this) {
            case TEXT -> "the text '" + shown.replace("\n", "\\n") + "'";
            case NUMBER -> "the number " + shown;
            case BOOLEAN -> shown;
            case NOTHING -> "nothing";
        };
    }
}
