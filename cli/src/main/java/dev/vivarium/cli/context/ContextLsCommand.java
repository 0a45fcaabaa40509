package dev.vivarium.cli.context;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Table;
import dev.vivarium.cli.service.Contexts;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** {@code context ls}: all of them. */
@Command(
        name = "ls",
        description = "List the services that have names.",
        footer = {"", "Example:", "  vivarium context ls"})
final class ContextLsCommand extends ServiceCommand {
    /** The document. */
    record Line(String name, String server, boolean current, boolean token) {}

    @Override
    public Integer call() {
        Contexts all = Contexts.read(group().root().contextsFile());
        List<Line> lines = new TreeMap<>(all.contexts())
                .entrySet().stream()
                        .map(c -> new Line(
                                c.getKey(),
                                c.getValue().server(),
                                all.current().equals(Optional.of(c.getKey())),
                                c.getValue().token().isPresent()))
                        .toList();
        screen().document(lines);
        Table table = new Table("", "NAME", "SERVER", "TOKEN");
        lines.forEach(l -> table.row(l.current() ? "*" : "", l.name(), l.server(), l.token() ? "yes" : "-"));
        if (lines.isEmpty()) {
            screen().say("no contexts; add one with: vivarium context add NAME --server URL");
        } else {
            screen().say(table);
        }
        return ExitCode.OK;
    }
}
