package dev.vivarium.cli.command;

import dev.vivarium.cli.autostart.Autostart;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.model.Node;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code autostart}: whether a node comes back when the host starts. */
@Command(
        name = "autostart",
        description = {
            "Let a node come back when this host starts, and shut it down in order when the host does.",
            "As root by a unit of the system's systemd, else by one of the user's own. Without on or off: says which it is."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium autostart muse on",
            "  vivarium autostart muse off",
            "  vivarium autostart muse"
        })
public final class AutostartCommand extends NodeCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "on|off", description = "Switch it.")
    private @Nullable Switch wanted;

    @Option(names = "--user", description = "By the user's own systemd, even as root.")
    private boolean user;

    /** The two positions. */
    enum Switch {
        ON,
        OFF
    }

    /** The document. */
    record State(String node, boolean autostart, List<String> units, List<String> runByHand) {
        State {
            units = List.copyOf(units);
            runByHand = List.copyOf(runByHand);
        }
    }

    @Override
    public Integer call() {
        Screen screen = root.screen();
        Autostart autostart = root.autostart();
        try (Nodes nodes = root.nodes()) {
            here(nodes);
            Node current = node.in(nodes);
            List<Autostart.Done> done = List.of();
            if (wanted == Switch.ON) {
                done = List.of(autostart.on(current, root.program(), user));
            } else if (wanted == Switch.OFF) {
                done = autostart.off(current.id());
            }
            List<String> units =
                    autostart.units(current.id()).stream().map(Path::toString).toList();
            screen.document(new State(current.spec().name(), !units.isEmpty(), units, byHand(done)));
            tell(screen, current, autostart, done);
            return ExitCode.OK;
        }
    }

    /** Units of systemd start nodes of this host. */
    static void here(Nodes nodes) {
        nodes.here(
                "autostart", "the service starts with its host, and its nodes with it; or run this there, on its home");
    }

    /** What it is now, and what is left to the user. */
    static void tell(Screen screen, Node node, Autostart autostart, List<Autostart.Done> done) {
        List<Path> units = autostart.units(node.id());
        String name = node.spec().name();
        screen.say(
                units.isEmpty()
                        ? name + " stays off when this host starts"
                        : name + " comes back when this host starts: " + units.get(0));
        if (!byHand(done).isEmpty()) {
            screen.say("systemd could not be told from here; run this where it runs:");
            byHand(done).forEach(command -> screen.say("  " + command));
        }
    }

    private static List<String> byHand(List<Autostart.Done> done) {
        return done.stream().flatMap(d -> d.commands().stream()).toList();
    }
}
