package dev.vivarium.cli.session;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.client.model.After;
import dev.vivarium.client.model.Before;
import dev.vivarium.client.model.OnFailure;
import dev.vivarium.client.model.SnapshotWish;
import dev.vivarium.core.config.DurationText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What happens before a session. */
public final class BeforeOptions {
    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Of the snapshot that is taken: auto (default), live, frozen, stopped or crash.")
    private @Nullable SnapshotWish kind;

    @Option(
            names = "--rollback-to",
            paramLabel = "SNAPSHOT",
            description = "Roll back to this snapshot instead, by name or id.")
    private @Nullable String rollbackTo;

    @Option(names = "--nothing", description = "Do nothing before.")
    private boolean nothing;

    @Option(
            names = "--on-failure",
            paramLabel = "WHAT",
            description = "block (default) the session if that fails, or proceed.")
    private @Nullable OnFailure onFailure;

    @Option(names = "--ends-after", paramLabel = "TIME", description = "It ends by itself after so long, such as 2h.")
    private @Nullable String endsAfter;

    @Option(
            names = "--after",
            paramLabel = "WHAT",
            description = "keep (default) the node as it is then, take a snapshot, or rollback.")
    private @Nullable After after;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What; empty if the service is to choose. */
    public Optional<Before> before() {
        if ((kind == null ? 0 : 1) + (rollbackTo == null ? 0 : 1) + (nothing ? 1 : 0) > 1) {
            throw new ParameterException(command.commandLine(), "say one of --kind, --rollback-to and --nothing");
        }
        if (nothing) {
            return Optional.of(Before.doNothing());
        }
        return rollbackTo == null
                ? Optional.ofNullable(kind).map(Before::snapshot)
                : Optional.of(Before.rollbackTo(rollbackTo));
    }

    /** What becomes of it if that fails. */
    public Optional<OnFailure> onFailure() {
        return Optional.ofNullable(onFailure);
    }

    /** When it ends by itself. */
    public Optional<Duration> endsAfter() {
        return OptionText.parsed(command, "--ends-after", endsAfter, DurationText::parse);
    }

    /** What happens then. */
    public Optional<After> after() {
        return Optional.ofNullable(after);
    }
}
