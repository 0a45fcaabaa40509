package dev.vivarium.cli.context;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.service.Contexts;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code context rm}: forgets one. */
@Command(
        name = "rm",
        description = "Forget a service, and the token that was kept with its name.",
        footer = {"", "Example:", "  vivarium context rm lab"})
final class ContextRmCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Override
    public Integer call() {
        Path file = group().root().contextsFile();
        Contexts.read(file).without(name).write(file);
        screen().say(name + " is forgotten");
        return ExitCode.OK;
    }
}
