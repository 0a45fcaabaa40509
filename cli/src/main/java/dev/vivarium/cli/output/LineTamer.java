package dev.vivarium.cli.output;

import dev.vivarium.core.guest.Printable;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Text from outside that comes without end, in pieces that are cut anywhere: gives it on in whole lines that are safe to show
 * (see {@link Printable}), and holds no more than one line, which is cut where it is too long.
 */
public final class LineTamer extends OutputStream {
    private static final int LONGEST = 4000;

    private final Consumer<String> lines;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer undecoded = ByteBuffer.allocate(8192);
    private final CharBuffer decoded = CharBuffer.allocate(8192);
    private final StringBuilder line = new StringBuilder();
    private boolean begun;

    /** Gives the lines to this. */
    public LineTamer(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int at = offset; at < offset + length; ) {
            int some = Math.min(undecoded.remaining(), offset + length - at);
            undecoded.put(bytes, at, some).flip();
            decoder.decode(undecoded, decoded, false);
            undecoded.compact();
            accept(decoded.flip().toString());
            decoded.clear();
            at += some;
        }
    }

    /** A piece of text. */
    public synchronized void accept(String text) {
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            line.append(text, from, end < 0 ? text.length() : end);
            if (end >= 0 || line.length() > LONGEST) {
                emit();
            }
            from = end < 0 ? text.length() : end + 1;
        }
    }

    /** Gives on what has no line end yet: a prompt, or the last line. */
    @Override
    public synchronized void flush() {
        if (!line.isEmpty()) {
            emit();
        }
    }

    /** True if a line was given on. */
    public synchronized boolean hasBegun() {
        return begun;
    }

    private void emit() {
        begun = true;
        String whole = line.length() <= LONGEST ? line.toString() : line.substring(0, LONGEST) + "…";
        line.setLength(0);
        for (String part : Printable.text(whole).stripTrailing().split("\n", -1)) {
            lines.accept(part);
        }
    }
}
