package dev.vivarium.cli.bundle;

import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cloudinit.InputException;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code bundle}: what is put into nodes. */
@Command(
        name = "bundle",
        description = "Make, check, pack and look at bundles: the directories that nodes are made of.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  vivarium bundle new AGI-core && vivarium bundle check AGI-core"})
public final class BundleCommand {
    @ParentCommand
    private VivariumCommand root;

    /** The command with those below it. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new BundleCommand())
                .addSubcommand(new BundleNewCommand())
                .addSubcommand(new BundleCheckCommand())
                .addSubcommand(new BundlePackCommand())
                .addSubcommand(new BundleShowCommand())
                .addSubcommand(new BundleSchemaCommand())
                .addSubcommand(new BundleLsCommand())
                .addSubcommand(new BundlePruneCommand());
    }

    VivariumCommand root() {
        return root;
    }

    /** A bundle that is wrong is the user's matter, not a mistake of ours. */
    static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (InputException e) {
            throw new VivariumException(Kind.INVALID, "bundle.invalid", String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new VivariumException(
                    Kind.CAPACITY,
                    "bundle.io",
                    e.getMessage()
                            + "; check that the disk has space ('vivarium bundle prune' gives some back), and whose"
                            + " the files are",
                    e);
        }
    }
}
