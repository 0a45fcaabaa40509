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
     */
    record Exchange(MatchResult line, InputStream in, OutputStream out, OutputStream err) {

        /** Writes text to the standard output. */
        public void print(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
