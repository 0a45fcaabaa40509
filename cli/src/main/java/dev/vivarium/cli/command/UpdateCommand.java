package dev.vivarium.cli.command;

import dev.vivarium.cli.document.NodeDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code update}: another release of a node's bundle. */
@Command(
        name = "update",
        description = {
            "Give a running node another release of its bundle. Its memory is kept.",
            "The old release runs until the new one is unpacked and proven. If the new one does not become READY,",
            "the node goes back to the old one."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium update muse --bundle AGI-core",
            "  vivarium update muse --bundle AGI-core --secret API_KEY=file:key.txt --no-snapshot"
        })
public final class UpdateCommand extends NodeCommand {
    @Option(
            names = "--bundle",
            required = true,
            paramLabel = "DIR",
            description = "The directory that holds the new bundle.yaml.")
    private Path bundle;

    @Mixin
    private SecretOptions secrets;

    @Option(
            names = "--snapshot",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Take a snapshot of the present first (default), or not.")
    private boolean snapshot;

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node of = node.in(nodes);
            UpdateBundle.Request wish = new UpdateBundle.Request(
                    bundle, secrets.references(), snapshot ? Optional.of(SnapshotId.random()) : Optional.empty());
            Node updated = root.watch(nodes.update(of.id(), wish));
            screen.document(NodeDocument.of(updated));
            screen.say(of.spec().name() + " runs " + words(updated) + " instead of " + words(of) + " and is "
                    + NodeView.state(screen, updated.state()));
            return ExitCode.OK;
        }
    }

    private static String words(Node of) {
        return of.bundle().map(UpdateCommand::words).orElse("no bundle");
    }

    private static String words(NodeBundle of) {
        return of.name() + " " + of.release();
    }

    @Override
    public List<String> after(VivariumException failure) {
        return failure.kind() == Kind.GUEST_FAULT
                ? List.of("vivarium show " + node.name(), "vivarium bundle check " + bundle)
                : super.after(failure);
    }
}
