package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.client.model.Retention;
import dev.vivarium.core.config.DurationText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which snapshots stay. */
final class RetentionOptions {
    @Option(names = "--keep-last", paramLabel = "N", description = "Keep the newest ones.")
    private @Nullable Integer last;

    @Option(names = "--keep-hourly", paramLabel = "N", description = "Keep one an hour.")
    private @Nullable Integer hourly;

    @Option(names = "--keep-daily", paramLabel = "N", description = "Keep one a day.")
    private @Nullable Integer daily;

    @Option(names = "--keep-weekly", paramLabel = "N", description = "Keep one a week.")
    private @Nullable Integer weekly;

    @Option(names = "--keep-monthly", paramLabel = "N", description = "Keep one a month.")
    private @Nullable Integer monthly;

    @Option(names = "--max-age", paramLabel = "TIME", description = "Keep none that is older, such as 90d.")
    private @Nullable String maxAge;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The rules; empty if there are none. */
    Optional<Retention> retention() {
        Optional<Duration> age = OptionText.parsed(command, "--max-age", maxAge, DurationText::parse);
        Retention rules = new Retention(
                Optional.ofNullable(last),
                Optional.ofNullable(hourly),
                Optional.ofNullable(daily),
                Optional.ofNullable(weekly),
                Optional.ofNullable(monthly),
                age);
        return Optional.of(rules).filter(r -> !r.equals(NONE));
    }

    private static final Retention NONE = new Retention(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
