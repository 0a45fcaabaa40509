package dev.vivarium.cli.command;

import dev.vivarium.cli.document.ReportDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.LogLines;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VerificationReport;
import picocli.CommandLine.Command;

/** {@code verify}: looks whether a node is what it should be. */
@Command(
        name = "verify",
        description = "Check a node from end to end and print what was seen; exit code 11 if it is not ready.",
        footer = {"", "Examples:", "  vivarium verify muse", "  vivarium verify muse --json | jq .ready"})
public final class VerifyCommand extends NodeCommand {
    private static final int LOG_LINES = 15;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            VerificationReport report = root.watch(nodes.verify(node.in(nodes).id()));
            screen.document(ReportDocument.of(report));
            report.checks().forEach(c -> show(screen, c));
            report.uptime().ifPresent(up -> screen.say("uptime " + Elapsed.text(up)));
            report.clockOffset().ifPresent(off -> screen.say("clock off by " + Elapsed.text(off)));
            screen.say(node.name() + (report.ready() ? " is ready" : " is not ready"));
            return report.ready() ? ExitCode.OK : ExitCode.of(Kind.GUEST_FAULT);
        }
    }

    private static void show(Screen screen, VerificationReport.Check c) {
        String mark = c.status() == Condition.Status.TRUE
                ? screen.styled(Style.GREEN, "✓")
                : screen.styled(Style.RED, c.status() == Condition.Status.FALSE ? "✗" : "?");
        screen.say("  " + mark + " " + Printable.line(c.name()) + ": " + Printable.line(c.evidence()) + " ("
                + Elapsed.text(c.took()) + ")");
        LogLines.last(c.logTail(), LOG_LINES).forEach(line -> screen.say("      │ " + line));
    }
}
