package dev.vivarium.cli.doctor;

import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code doctor}: what this machine can do. */
@Command(
        name = "doctor",
        description = {
            "Say what this machine can do, what is missing, and the command that mends it.",
            "Changes nothing. Exit code 0 if the demo can run, 5 if not."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium doctor",
            "  vivarium doctor --json | jq '.checks[] | select(.status != \"OK\")'"
        })
public final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private VivariumCommand root;

    /** The document. */
    record Diagnosis(boolean demoCanRun, List<Check> checks) {}

    @Override
    public Integer call() {
        VivariumConfig config = root.config();
        var surroundings = root.host().surroundings();
        SystemFacts facts = new SystemFacts(Path.of("/"), surroundings.environment());
        List<Check> checks = Stream.of(
                        new SystemChecks(facts, config.defaults()).all(),
                        new HomeChecks(config, surroundings.environment()).all(),
                        new HypervisorChecks(config, surroundings).all())
                .flatMap(List::stream)
                .toList();
        boolean demoCanRun = checks.stream().noneMatch(c -> c.status() == Check.Status.MISSING);
        Screen screen = root.screen();
        screen.document(new Diagnosis(demoCanRun, checks));
        checks.forEach(c -> show(screen, c));
        screen.say("");
        screen.say(demoCanRun ? "the demo can run: ./vivarium demo" : "the demo cannot run yet; see ✗ above");
        return demoCanRun ? ExitCode.OK : ExitCode.of(Kind.UNSUPPORTED);
    }

    private static void show(Screen screen, Check c) {
        String mark = switch (c.status()) {
            case OK -> screen.styled(Style.GREEN, "✓");
            case ABSENT -> "–";
            case WARNING -> screen.styled(Style.YELLOW, "!");
            case MISSING -> screen.styled(Style.RED, "✗");
        };
        screen.say(mark + " " + String.format(Locale.ROOT, "%-18s", c.name()) + " " + Printable.line(c.found()));
        if (!c.remedy().isEmpty()) {
            screen.say("    → " + Printable.line(c.remedy()));
        }
    }
}
