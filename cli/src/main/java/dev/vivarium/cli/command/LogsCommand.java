package dev.vivarium.cli.command;

import dev.vivarium.cli.nodes.NodeConsole;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.LineTamer;
import dev.vivarium.cli.output.LogLines;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.guest.ExecResult;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Console;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}: what a node wrote. */
@Command(
        name = "logs",
        description = {
            "Show the end of a node's log, and with -f what comes, until Ctrl-C.",
            "console is readable even when nothing else works; init is the first boot, journal the services, trace what",
            "the bundle wrote."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium logs muse",
            "  vivarium logs muse init -n 200",
            "  vivarium logs muse journal -f"
        })
public final class LogsCommand extends NodeCommand {
    private static final int SSH = 22;
    private static final int BYTES_PER_LINE = 400;
    private static final int MOST_LINES = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LOG",
            description = "console (default), init, journal or trace.")
    private Source source = Source.CONSOLE;

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines; 50 by default.")
    private int lines = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written, also over restarts; Ctrl-C ends it.")
    private boolean follow;

    /** Which log. */
    enum Source {
        CONSOLE(""),
        INIT("/var/log/cloud-init-output.log"),
        JOURNAL(""),
        TRACE("/var/lib/vivarium/state/logs/trace.jsonl");

        private final String path;

        Source(String path) {
            this.path = path;
        }

        String command(int lines, boolean follow) {
            return this == JOURNAL
                    ? "sudo -n journalctl --no-pager -n " + lines + (follow ? " -f" : "")
                    : "sudo -n tail -n " + lines + (follow ? " -F " : " ") + path;
        }
    }

    /** The document. */
    record Log(String source, List<String> lines) {
        Log {
            lines = List.copyOf(lines);
        }
    }

    /** One line as it comes, with {@code -f --json}. */
    record LogLine(String source, String line) {}

    @Override
    public Integer call() {
        Screen screen = root.screen();
        int count = Math.max(1, Math.min(lines, MOST_LINES));
        try (Nodes nodes = root.nodes()) {
            Node current = nodes.refreshed(node.in(nodes).id());
            if (source == Source.CONSOLE && !follow) {
                show(screen, nodes.console(current.id(), count * BYTES_PER_LINE), count);
                return ExitCode.OK;
            }
            Vivarium vivarium = nodes.here(
                    "logs",
                    "from here it shows the end of the console, without -f; for more run it on the service's host, on its home");
            if (follow) {
                follow(vivarium, screen, current, count);
                return ExitCode.OK;
            }
            show(screen, inside(vivarium.installation(), current, count), count);
            return ExitCode.OK;
        }
    }

    private void show(Screen screen, String text, int count) {
        List<String> last = LogLines.last(text, count);
        screen.document(new Log(source.name().toLowerCase(Locale.ROOT), last));
        last.forEach(screen::say);
    }

    private void follow(Vivarium vivarium, Screen screen, Node current, int count) {
        String name = source.name().toLowerCase(Locale.ROOT);
        LineTamer lines = new LineTamer(line -> {
            screen.say(line);
            screen.document(new LogLine(name, line));
        });
        LogFollow following = new LogFollow(vivarium, screen, current.id(), lines);
        try (Interrupts.Registration watching = root.host().interrupts().onInterrupt(following::end)) {
            if (source == Source.CONSOLE) {
                Console console = NodeConsole.of(vivarium.installation(), current);
                Machine machine = NodeConsole.machine(current);
                long size = console.size(machine);
                LogLines.last(console.tail(machine, count * BYTES_PER_LINE), count)
                        .forEach(line -> lines.accept(line + "\n"));
                following.console(console, machine, size);
            } else {
                following.inside(source.command(count, true));
            }
        }
    }

    private String inside(Installation installation, Node node, int lines) {
        var endpoint = node.machine()
                .flatMap(m -> m.reach(SSH))
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT,
                        "node.not-running",
                        "node '" + node.spec().name() + "' is " + node.state() + "; only its console can be read"));
        try (GuestSession session =
                installation.guests().open(endpoint, GuestLogin.of(node.identity(), installation.keys()))) {
            ExecResult result = session.exec(source.command(lines, false), PATIENCE);
            return Optional.of(result)
                    .filter(ExecResult::ok)
                    .map(ExecResult::out)
                    .orElseThrow(() -> new VivariumException(
                            Kind.NOT_FOUND, "log.unreadable", "the log cannot be read: " + result.brief()));
        }
    }
}
