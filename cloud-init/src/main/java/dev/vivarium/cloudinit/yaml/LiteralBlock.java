package dev.vivarium.cloudinit.yaml;

/** A string of several lines as it is, after a {@code |}: for people who read the document. */
final class LiteralBlock {
    private LiteralBlock() {}

    /** True if the lines come back just so: nothing to escape, no blank start to guess the margin from, one end or none. */
    static boolean suits(String string) {
        int first = string.indexOf('\n');
        return first > 0
                && !Character.isWhitespace(string.charAt(0))
                && !string.endsWith("\n\n")
                && string.codePoints().allMatch(c -> c == '\n' || c == '\t' || QuotedText.isVisible(c));
    }

    static void append(StringBuilder out, String string, int indent) {
        boolean ended = string.endsWith("\n");
        out.append(ended ? " |\n" : " |-\n");
        String lines = ended ? string.substring(0, string.length() - 1) : string;
        for (String line : lines.split("\n", -1)) {
            out.append(line.isEmpty() ? "" : " ".repeat(indent)).append(line).append('\n');
        }
    }
}
