package dev.vivarium.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands by what they are for, as {@code --help} lists them. */
final class CommandGroups {
    private static final int NAME_WIDTH = 13;

    private final CommandLine line;
    private final Map<String, List<String>> names = new LinkedHashMap<>();

    CommandGroups(CommandLine line) {
        this.line = line;
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, this::list);
    }

    /** Adds a group of commands. */
    CommandGroups group(String title, Object... commands) {
        List<String> group = new ArrayList<>();
        for (Object command : commands) {
            CommandLine added = command instanceof CommandLine ready ? ready : new CommandLine(command);
            line.addSubcommand(added.getCommandName(), added);
            group.add(added.getCommandName());
        }
        names.put(title, group);
        return this;
    }

    private String list(Help help) {
        StringBuilder text = new StringBuilder();
        names.forEach((title, group) -> {
            int width = help.commandSpec().usageMessage().width();
            TextTable table = TextTable.forColumns(
                    help.colorScheme(),
                    new Column(NAME_WIDTH, 2, Column.Overflow.SPAN),
                    new Column(width - NAME_WIDTH, 0, Column.Overflow.WRAP));
            for (String name : group) {
                Help.Ansi.Text shown = help.colorScheme().commandText(name);
                table.addRowValues(shown, help.colorScheme().text(firstLine(help, name)));
            }
            text.append("\n").append(title).append(":\n").append(table);
        });
        return text.toString();
    }

    private static String firstLine(Help help, String command) {
        return Objects.requireNonNull(help.subcommands().get(command))
                .commandSpec()
                .usageMessage()
                .description()[0];
    }
}
