package dev.vivarium.cli.bundle;

import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.BundleMedia.Entry;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.journal.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code bundle ls}: the cache. */
@Command(
        name = "ls",
        description = "List the packed media in the cache, who has them in use, and when they last were.",
        footer = {"", "Example:", "  vivarium bundle ls"})
public final class BundleLsCommand implements Callable<Integer> {
    @ParentCommand
    private BundleCommand bundle;

    @Override
    public Integer call() {
        Screen screen = bundle.root().screen();
        try (Nodes nodes = bundle.root().nodes()) {
            Vivarium vivarium = nodes.here(
                    "bundle ls", "it lists what is packed here; the bundles that the service knows: GET /v1/bundles");
            List<Entry> media = vivarium.installation().media().list();
            screen.document(media);
            Instant now = bundle.root().host().clock().instant();
            Table table = new Table("DIGEST", "SIZE", "LAST USED", "IN USE BY");
            media.forEach(e -> table.row(
                    e.medium().digest().brief(),
                    BundleView.size(e.medium().bytes()),
                    Elapsed.text(Duration.between(e.medium().lastUsed(), now)) + " ago",
                    e.holders().isEmpty()
                            ? "-"
                            : e.holders().stream()
                                    .map(Leases.Holder::text)
                                    .map(Printable::line)
                                    .collect(Collectors.joining(", "))));
            if (media.isEmpty()) {
                screen.say("no packed bundles");
            } else {
                screen.say(table);
            }
            return ExitCode.OK;
        }
    }
}
