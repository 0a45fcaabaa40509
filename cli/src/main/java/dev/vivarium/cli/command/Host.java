package dev.vivarium.cli.command;

import dev.vivarium.core.config.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;

/**
 * All that a command sees of the computer and the user, so that a test can give it another.
 *
 * @param out results
 * @param err everything else
 * @param terminal whether {@code err} is a terminal
 * @param surroundings environment, home and providers
 * @param clock the time
 * @param zone whose clock people read
 * @param programs starts other programs
 * @param interrupts Ctrl-C
 */
public record Host(
        PrintStream out,
        PrintStream err,
        boolean terminal,
        Surroundings surroundings,
        Clock clock,
        ZoneId zone,
        Programs programs,
        Interrupts interrupts) {

    /** This process. UTF-8 whatever the locale says: names may be in any script. */
    public static Host current() {
        return new Host(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                isTerminal(),
                Surroundings.current(),
                Clock.systemUTC(),
                ZoneId.systemDefault(),
                Programs.ofThisProcess(),
                Interrupts.ofThisProcess());
    }

    /** The value of an environment variable; empty if it is not set. */
    public String environment(String name) {
        return surroundings.environment().getOrDefault(name, "");
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Linux tells where standard error leads; elsewhere the console has to do. */
    private static boolean isTerminal() {
        Path standardError = Path.of("/proc/self/fd/2");
        try {
            return Files.readSymbolicLink(standardError).toString().matches("/dev/(pts/\\d+|tty.*|console)");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
