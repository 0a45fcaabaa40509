package dev.vivarium.cli.command;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the user wrote behind an option, turned into a value. */
public final class OptionText {
    private OptionText() {}

    /** The value, if the option was given; what the parser refuses is told as wrong usage of this option. */
    public static <T> Optional<T> parsed(
            CommandSpec command, String option, @Nullable String text, Function<String, T> parse) {
        try {
            return Optional.ofNullable(text).map(parse);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
        }
    }
}
