package dev.vivarium.cli;

import dev.vivarium.cli.bundle.BundleCommand;
import dev.vivarium.cli.command.AutostartCommand;
import dev.vivarium.cli.command.CloneCommand;
import dev.vivarium.cli.command.Failures;
import dev.vivarium.cli.command.GpusCommand;
import dev.vivarium.cli.command.Host;
import dev.vivarium.cli.command.LogsCommand;
import dev.vivarium.cli.command.LsCommand;
import dev.vivarium.cli.command.ProbeCommand;
import dev.vivarium.cli.command.RmCommand;
import dev.vivarium.cli.command.RollbackCommand;
import dev.vivarium.cli.command.SecretsCommand;
import dev.vivarium.cli.command.ShowCommand;
import dev.vivarium.cli.command.SnapshotCommand;
import dev.vivarium.cli.command.SnapshotsCommand;
import dev.vivarium.cli.command.SshCommand;
import dev.vivarium.cli.command.StartCommand;
import dev.vivarium.cli.command.StopCommand;
import dev.vivarium.cli.command.UpCommand;
import dev.vivarium.cli.command.UpdateCommand;
import dev.vivarium.cli.command.VerifyCommand;
import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cli.context.ContextCommand;
import dev.vivarium.cli.demo.DemoCommand;
import dev.vivarium.cli.doctor.DoctorCommand;
import dev.vivarium.cli.image.ImageCommand;
import dev.vivarium.cli.operation.OperationCommand;
import dev.vivarium.cli.policy.PolicyCommand;
import dev.vivarium.cli.session.SessionCommand;
import dev.vivarium.cli.token.TokenCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import picocli.CommandLine;

/** {@code vivarium}: all commands, wired. */
public final class Main {
    private static final int HELP_WIDTH = 110;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(Host.current(), args));
    }

    /** Runs one command on this host. */
    static int run(Host host, String... args) {
        return commandLine(host, args).execute(args);
    }

    static CommandLine commandLine(Host host, String... args) {
        VivariumCommand root = new VivariumCommand(host);
        CommandLine line = new CommandLine(root);
        new CommandGroups(line)
                .group("To begin with", new DoctorCommand(), new DemoCommand())
                .group(
                        "Nodes",
                        new UpCommand(),
                        new LsCommand(),
                        new ShowCommand(),
                        new VerifyCommand(),
                        new StartCommand(),
                        new StopCommand(),
                        new RmCommand())
                .group("Snapshots", new SnapshotCommand(), new SnapshotsCommand(), new RollbackCommand())
                .group(
                        "More of a node",
                        new UpdateCommand(),
                        new SecretsCommand(),
                        new CloneCommand(),
                        new AutostartCommand(),
                        new ProbeCommand())
                .group(
                        "A service",
                        asked(args, "session", SessionCommand::withSubcommands, SessionCommand::new),
                        asked(args, "policy", PolicyCommand::withSubcommands, PolicyCommand::new),
                        asked(args, "operation", OperationCommand::withSubcommands, OperationCommand::new),
                        asked(args, "token", TokenCommand::withSubcommands, TokenCommand::new),
                        asked(args, "context", ContextCommand::withSubcommands, ContextCommand::new))
                .group("Looking inside", new SshCommand(), new LogsCommand())
                .group(
                        "What nodes are made of",
                        asked(args, "bundle", BundleCommand::withSubcommands, BundleCommand::new),
                        asked(args, "image", ImageCommand::withSubcommands, ImageCommand::new),
                        new GpusCommand());
        Failures failures = new Failures(root);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        host.terminal() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF))
                .setOut(writer(host.out()))
                .setErr(writer(host.err()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExecutionStrategy(parsed -> {
                    root.prepareLogging();
                    return new CommandLine.RunLast().execute(parsed);
                });
    }

    /** Commands below others are only made if they can be meant: each costs a few milliseconds at every start. */
    private static Object asked(String[] args, String name, Supplier<CommandLine> whole, Supplier<Object> nameAlone) {
        boolean meant = Arrays.stream(args).anyMatch(arg -> arg.equals(name) || arg.startsWith("@"));
        return meant ? whole.get() : nameAlone.get();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
