package dev.vivarium.cli.command;

import dev.vivarium.cli.output.ExitCode;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code logs}: what a node wrote. */
@Command(
        name = "logs",
        description = {
            "Show the end of a node's log.",
            "console is readable even when nothing else works; init is the first boot, journal the services, trace what",
            "the bundle wrote."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium logs muse",
            "  vivarium logs muse init -n 200",
            "  vivarium ssh muse -- journalctl -f"
        })
public final class LogsCommand implements Callable<Integer>, Advice {
    private static final int SSH = 22;
    private static final int BYTES_PER_LINE = 400;
    private static final int MOST_LINES = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParentCommand
    private VivariumCommand root;

    @Mixin
    private NodeArgument node;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LOG",
            description = "console (default), init, journal or trace.")
    private Source source = Source.CONSOLE;

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines; 50 by default.")
    private int lines = 50;

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

        String command(int lines) {
            return this == JOURNAL
                    ? "sudo -n journalctl --no-pager -n " + lines
                    : "sudo -n tail -n " + lines + " " + path;
        }
    }

    /** The document. */
    record Log(String source, List<String> lines) {
        Log {
            lines = List.copyOf(lines);
        }
    }

    @Override
    public Integer call() {
        Screen screen = root.screen();
        int count = Math.max(1, Math.min(lines, MOST_LINES));
        try (Vivarium vivarium = root.open()) {
            Node current = vivarium.refresh(node.in(vivarium).id());
            String text = source == Source.CONSOLE
                    ? console(vivarium.installation(), current, count)
                    : inside(vivarium.installation(), current, count);
            List<String> last = LogLines.last(text, count);
            screen.document(new Log(source.name().toLowerCase(Locale.ROOT), last));
            last.forEach(screen::say);
            return ExitCode.OK;
        }
    }

    private static String console(Installation installation, Node node, int lines) {
        Machine machine = node.machine()
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT, "node.no-machine", "node '" + node.spec().name() + "' has no machine yet"));
        return installation
                .hypervisor(node.spec().hypervisor())
                .console()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED, "unsupported.console", "this hypervisor gives no access to the console"))
                .tail(machine, lines * BYTES_PER_LINE);
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
            ExecResult result = session.exec(source.command(lines), PATIENCE);
            return Optional.of(result)
                    .filter(ExecResult::ok)
                    .map(ExecResult::out)
                    .orElseThrow(() -> new VivariumException(
                            Kind.NOT_FOUND, "log.unreadable", "the log cannot be read: " + result.brief()));
        }
    }

    @Override
    public List<String> after(VivariumException failure) {
        return Advice.onNode("logs", node.name(), failure);
    }
}
