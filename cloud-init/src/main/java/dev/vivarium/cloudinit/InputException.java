package dev.vivarium.cloudinit;

/**
 * Something that a person wrote is wrong: a manifest, a settings file, a bundle's content. The message names the place and
 * says what to do: {@code bundle.yaml:12: unknown key 'prots'; did you mean 'ports'?}
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final int line;

    /**
     * @param source the file or directory, as the user knows it
     * @param line the line, counted from 1; 0 if it concerns the whole
     * @param problem what is wrong and what to do
     */
    public InputException(String source, int line, String problem) {
        super(source + (line > 0 ? ":" + line : "") + ": " + problem);
        this.source = source;
        this.line = line;
    }

    /** The file or directory, as the user knows it. */
    public String source() {
        return source;
    }

    /** The line, counted from 1; 0 if the problem concerns the whole. */
    public int line() {
        return line;
    }
}
