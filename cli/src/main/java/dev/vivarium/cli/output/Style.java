package dev.vivarium.cli.output;

/** Colours, where the terminal has them. */
public enum Style {
    BOLD("1"),
    DIM("2"),
    GREEN("32"),
    YELLOW("33"),
    RED("31");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
