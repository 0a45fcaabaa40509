package dev.vivarium.testkit.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;

/** What a command does in a fake guest. */
public interface GuestCommand {

    /**
     * Runs it.
     *
     * @return its exit status
     * @throws InterruptedException when the caller went away
     */
    int run(GuestState state, Exchange exchange) throws IOException, InterruptedException;

    /**
     * The command line as it was recognised, and its streams.
     *
     * @param line with the groups of the pattern under which the command was registered
     * @param hangUp breaks the connection, as if a cable was pulled
     */
    record Exchange(MatchResult line, InputStream in, OutputStream out, OutputStream err, Runnable hangUp) {

        /** Appends the standard input to a file, until its end or until so many bytes have come. */
        public int keep(GuestState state, String path, long most) throws IOException {
            state.file(path, state.file(path).orElse(""));
            byte[] block = new byte[1 << 16];
            long left = most;
            while (left > 0) {
                int n = in.read(block, 0, (int) Math.min(block.length, left));
                if (n < 0) {
                    return 0;
                }
                state.file(path, state.file(path).orElse("") + new String(block, 0, n, StandardCharsets.ISO_8859_1));
                left -= n;
            }
            return 0;
        }

        /** Writes text to the standard output. */
        public void print(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
