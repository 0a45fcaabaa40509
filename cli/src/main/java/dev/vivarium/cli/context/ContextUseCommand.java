package dev.vivarium.cli.context;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.service.Contexts;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code context use}: chooses one. */
@Command(
        name = "use",
        description = {"Say which service commands use, or with --none that nodes are kept in this process again."},
        footer = {"", "Examples:", "  vivarium context use lab", "  vivarium context use --none"})
final class ContextUseCommand extends ServiceCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Its name.")
    private @Nullable String name;

    @Option(names = "--none", description = "No service.")
    private boolean none;

    @Override
    public Integer call() {
        if (none == (name != null)) {
            throw new ParameterException(spec().commandLine(), "say the name of a context, or --none");
        }
        Path file = group().root().contextsFile();
        Contexts all = Contexts.read(file).using(Optional.ofNullable(name));
        all.write(file);
        screen().say(
                        name == null
                                ? "commands use the library in their own process"
                                : "commands use " + name + ", " + all.named(name));
        return ExitCode.OK;
    }
}
