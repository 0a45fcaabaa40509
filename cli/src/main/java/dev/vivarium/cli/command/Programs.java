package dev.vivarium.cli.command;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.util.List;

/** Starts other programs in this terminal. */
@FunctionalInterface
public interface Programs {

    /**
     * Runs a program that reads and writes what we read and write, until it ends.
     *
     * @return its exit status
     * @throws VivariumException NOT_FOUND if there is no such program
     */
    int run(List<String> command);

    /** Real ones. */
    static Programs ofThisProcess() {
        return command -> {
            try {
                return new ProcessBuilder(command).inheritIO().start().waitFor();
            } catch (IOException e) {
                throw new VivariumException(
                        Kind.NOT_FOUND, "program.missing", "cannot start " + command.get(0) + ": " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VivariumException(Kind.CANCELLED, "interrupted", command.get(0) + " was interrupted", e);
            }
        };
    }
}
