package dev.vivarium.cli.command;

import dev.vivarium.cli.autostart.Autostart;
import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.NodeWish;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code up}: makes a node, or goes on with making it, or says that it is READY. */
@Command(
        name = "up",
        description = {
            "Create a node and prove that it is READY.",
            "The same command again goes on where it was cut off, tries again what failed, starts a stopped node, or says",
            "that it is READY."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium up muse --bundle AGI-core --memory 16G --cores 4",
            "  vivarium up lab-1 --image file:debian.qcow2 --network isolated --publish 8080",
            "  vivarium up muse --bundle AGI-core --delivery sftp --secret API_KEY=file:key.txt",
            "  vivarium up muse --bundle AGI-core --label team=atelier",
            "  vivarium up muse --bundle AGI-core --dry-run"
        })
public final class UpCommand implements Callable<Integer>, Advice {
    @ParentCommand
    private VivariumCommand root;

    @Parameters(paramLabel = "NAME", description = "The node's name; letters of any script, digits, . _ -")
    private String name;

    @Mixin
    private SpecOptions options;

    @Option(names = "--autostart", description = "Let it come back when this host starts: see 'vivarium autostart'.")
    private boolean autostart;

    @Option(
            names = "--dry-run",
            description = "Only say what would fail; make nothing. Exit code 7 if something would.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            NodeWish wish = options.wish(nodes.defaults(name));
            if (autostart) {
                AutostartCommand.here(nodes);
            }
            if (dryRun) {
                return preflight(screen, nodes.preflight(wish));
            }
            Node node = root.watch(nodes.up(wish));
            screen.document(NodeDocument.of(node));
            NodeView.details(screen, node, root.host().clock().instant());
            if (autostart) {
                Autostart units = root.autostart();
                AutostartCommand.tell(screen, node, units, List.of(units.on(node, root.program(), false)));
            }
            return ExitCode.OK;
        }
    }

    private static int preflight(Screen screen, List<Finding> findings) {
        screen.document(findings);
        findings.forEach(f -> screen.say((f.isError() ? "error: " : "warning: ") + f.message() + " → " + f.remedy()));
        if (findings.isEmpty()) {
            screen.say("nothing is in the way");
        }
        return findings.stream().anyMatch(Finding::isError) ? ExitCode.of(Kind.CAPACITY) : ExitCode.OK;
    }

    @Override
    public List<String> after(VivariumException failure) {
        return Advice.onNode("up", name, failure);
    }
}
