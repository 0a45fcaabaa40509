package dev.vivarium.cloudinit.yaml;

/** A string in double quotes. What is not plainly visible is escaped, as readers differ in what they take as it is. */
final class QuotedText {
    private QuotedText() {}

    static void append(StringBuilder out, String string) {
        out.append('"');
        string.codePoints().forEach(c -> append(out, c));
        out.append('"');
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            default -> {
                refuse(c);
                if (isVisible(c)) {
                    out.appendCodePoint(c);
                } else if (c <= 0xff) {
                    out.append("\\x%02x".formatted(c));
                } else {
                    out.append((c <= 0xffff ? "\\u%04x" : "\\U%08x").formatted(c));
                }
            }
        }
    }

    /** True for what every reader takes unescaped and no reader takes for a line's end: ASCII and the common alphabets. */
    static boolean isVisible(int c) {
        return c >= ' ' && c < 0x7f
                || c > 0xa0 && c < 0x2000 && Character.isLetterOrDigit(c)
                || "«»—–…№".indexOf(c) >= 0;
    }

    private static void refuse(int c) {
        if (c == 0) {
            throw new IllegalArgumentException("a text with a NUL cannot be given to a guest");
        }
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw new IllegalArgumentException("a text with half a surrogate pair cannot be given to a guest");
        }
    }
}
