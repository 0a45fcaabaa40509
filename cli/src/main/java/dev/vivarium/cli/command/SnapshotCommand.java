package dev.vivarium.cli.command;

import dev.vivarium.cli.document.SnapshotDocument;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapshot}: takes one. */
@Command(
        name = "snapshot",
        description = {
            "Take a snapshot.",
            "'auto' takes the best that is possible here and says which it was; it never falls below --min-consistency",
            "(best first: live, frozen, stopped, crash)."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium snapshot muse before-session",
            "  vivarium snapshot muse --kind live",
            "  vivarium snapshot muse quick --min-consistency crash"
        })
public final class SnapshotCommand extends NodeCommand {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SNAPSHOT",
            description = "Its name; snapshot-1, -2 … if not given.")
    private @Nullable String name;

    @Option(names = "--kind", paramLabel = "KIND", description = "auto (default), live, frozen, stopped or crash.")
    private Wish kind = Wish.AUTO;

    @Option(
            names = "--min-consistency",
            paramLabel = "KIND",
            description = "What auto may fall to; stopped by default.")
    private SnapshotKind least = SnapshotKind.STOPPED;

    @Option(names = "--pin", description = "Retention must leave it alone.")
    private boolean pin;

    /** What a snapshot shall hold. */
    enum Wish {
        AUTO,
        LIVE,
        FROZEN,
        STOPPED,
        CRASH;

        Optional<SnapshotKind> kind() {
            return this == AUTO ? Optional.empty() : Optional.of(SnapshotKind.valueOf(name()));
        }
    }

    @Override
    public Integer call() {
        Screen screen = root.screen();
        try (Nodes nodes = root.nodes()) {
            Node of = node.in(nodes);
            SnapshotNode.Request request = new SnapshotNode.Request(
                    SnapshotId.random(),
                    Optional.ofNullable(name).orElseGet(() -> free(of)),
                    kind.kind(),
                    least,
                    NodeSnapshot.Origin.USER,
                    pin);
            NodeSnapshot taken = root.watch(nodes.snapshot(of.id(), request));
            screen.document(SnapshotDocument.of(taken));
            screen.say("took " + taken.snapshot().name() + ", "
                    + taken.snapshot().kind().name().toLowerCase(Locale.ROOT) + "; back with: vivarium rollback "
                    + ShellWord.of(of.spec().name()) + " "
                    + ShellWord.of(taken.snapshot().name()));
            return ExitCode.OK;
        }
    }

    private static String free(Node node) {
        Set<String> taken =
                node.snapshots().stream().map(s -> s.snapshot().name()).collect(Collectors.toSet());
        int n = 1;
        while (taken.contains("snapshot-" + n)) {
            n++;
        }
        return "snapshot-" + n;
    }
}
