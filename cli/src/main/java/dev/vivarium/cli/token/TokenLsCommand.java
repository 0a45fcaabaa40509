package dev.vivarium.cli.token;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.model.Token;
import dev.vivarium.core.guest.Printable;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code token ls}: all of them. */
@Command(
        name = "ls",
        description = "List the tokens, without their secrets.",
        footer = {"", "Example:", "  vivarium token ls"})
final class TokenLsCommand extends ServiceCommand {
    @Override
    public Integer call() {
        List<Token> all = client().tokens().list().all();
        screen().document(all);
        Table table = new Table("NAME", "ROLE", "NODES", "LAST USE", "ENDS", "ID");
        all.forEach(t -> table.row(
                Printable.line(t.name()),
                word(t.role()),
                t.labels().isEmpty() ? "all" : t.labels().toString(),
                t.lastUsedAt().map(this::ago).orElse("never"),
                t.revokedAt().isPresent()
                        ? "revoked"
                        : t.expiresAt().map(this::ago).orElse("never"),
                brief(t.id())));
        screen().say(table);
        return ExitCode.OK;
    }
}
