package dev.vivarium.cli.command;

import dev.vivarium.cli.output.ErrorReport;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.service.Answered;
import dev.vivarium.client.ServiceException;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the user sees when a command fails, and with which exit code it ends. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final VivariumCommand root;

    /** Shows them on the root command's screen. */
    public Failures(VivariumCommand root) {
        this.root = root;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + Printable.line(String.valueOf(e.getMessage())));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("next: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.of(Kind.INVALID);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof ParameterException wrong) {
            return handleParseException(wrong, new String[0]);
        }
        VivariumException failure = e instanceof VivariumException known
                ? known
                : e instanceof ServiceException asked
                        ? Answered.failure(asked, "")
                        : new VivariumException(
                                Kind.INTERNAL,
                                "internal",
                                "this is a mistake in Vivarium, please report it with what -v shows: " + e,
                                e);
        List<String> next = command.getCommand() instanceof Advice advice ? advice.after(failure) : List.of();
        ErrorReport.show(root.screen(), failure, next);
        if (root.verbose()) {
            e.printStackTrace(root.host().err());
        }
        return ExitCode.of(failure.kind());
    }
}
