package dev.vivarium.cli.bundle;

import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.cloudinit.bundle.BundleCheck;
import dev.vivarium.cloudinit.bundle.BundleCheck.Problem;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code bundle check}: everything that is wrong with a bundle. */
@Command(
        name = "check",
        description = "Tell everything that is wrong with a bundle, with file and line, and what is unwise; exit code 2"
                + " if it could not be packed.",
        footer = {"", "Examples:", "  vivarium bundle check AGI-core", "  vivarium bundle check AGI-core --json"})
public final class BundleCheckCommand implements Callable<Integer> {
    @ParentCommand
    private BundleCommand bundle;

    @Parameters(index = "0", paramLabel = "DIR", description = "The bundle's directory.")
    private Path directory;

    @Override
    public Integer call() {
        Screen screen = bundle.root().screen();
        List<Problem> problems = BundleCommand.checked(() -> BundleCheck.of(directory));
        screen.document(problems);
        problems.forEach(
                p -> screen.say(screen.styled(p.error() ? Style.RED : Style.YELLOW, Printable.line(p.toString()))));
        long errors = problems.stream().filter(Problem::error).count();
        screen.say(
                problems.isEmpty()
                        ? directory + " is a good bundle"
                        : errors
                                + (errors == 1 ? " error, " : " errors, ")
                                + (problems.size() - errors)
                                + (problems.size() - errors == 1 ? " warning" : " warnings"));
        return errors == 0 ? ExitCode.OK : ExitCode.of(Kind.INVALID);
    }
}
