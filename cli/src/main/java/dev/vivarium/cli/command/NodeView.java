package dev.vivarium.cli.command;

import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.cli.output.Table;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A node as people read it. */
final class NodeView {
    private NodeView() {}

    static String state(Screen screen, NodeState state) {
        Style style = switch (state) {
            case READY -> Style.GREEN;
            case FAILED, NEEDS_OPERATOR -> Style.RED;
            case STOPPED -> Style.DIM;
            default -> Style.YELLOW;
        };
        return screen.styled(style, state.name());
    }

    /** What {@code show} prints. */
    static void details(Screen screen, Node n, Instant now) {
        details(screen, n, now, facts -> {});
    }

    /** The same with more facts. */
    static void details(Screen screen, Node n, Instant now, Consumer<Table> more) {
        screen.say(screen.styled(Style.BOLD, n.spec().name()) + " is " + state(screen, n.state())
                + n.problem().map(p -> ": " + Printable.line(p)).orElse(""));
        Table facts = new Table("id", n.id().toString())
                .row("on", n.spec().hypervisor() + machine(n))
                .row(
                        "size",
                        n.spec().cores() + " cores, " + Size.MiB(n.spec().memoryMiB()) + " memory, "
                                + Size.MiB(n.spec().diskMiB()) + " disk, network "
                                + n.spec().network().name().toLowerCase(Locale.ROOT))
                .row("image", n.spec().image().toString())
                .row("bundle", bundle(n))
                .row("made", Elapsed.text(Duration.between(n.createdAt(), now)) + " ago");
        n.machine().ifPresent(m -> {
            if (!m.forwards().isEmpty()) {
                facts.row("ports", ports(m.forwards()));
            }
            if (!m.addresses().isEmpty()) {
                facts.row("address", String.join(", ", m.addresses()));
            }
        });
        more.accept(facts);
        screen.say(facts);
        if (!n.conditions().isEmpty()) {
            screen.say("");
            n.conditions().forEach(c -> screen.say("  " + condition(screen, c)));
        }
        if (!n.snapshots().isEmpty()) {
            screen.say("");
            snapshots(screen, n, now);
        }
    }

    /** The tree of snapshots. */
    static void snapshots(Screen screen, Node n, Instant now) {
        Table table = new Table("SNAPSHOT", "KIND", "AGE", "ORIGIN", "ID");
        for (NodeSnapshot s : n.snapshots()) {
            table.row(
                    "  ".repeat(depth(n, s)) + s.snapshot().name() + (s.pinned() ? " (pinned)" : ""),
                    s.snapshot().kind().name().toLowerCase(Locale.ROOT),
                    Elapsed.text(Duration.between(s.snapshot().takenAt(), now)),
                    s.origin().name().toLowerCase(Locale.ROOT),
                    s.snapshot().id().brief());
        }
        screen.say(table);
    }

    private static int depth(Node n, NodeSnapshot s) {
        int depth = 0;
        Optional<SnapshotId> parent = s.snapshot().parent();
        while (parent.isPresent() && depth < n.snapshots().size()) {
            depth++;
            parent = parent.flatMap(n::snapshot).flatMap(p -> p.snapshot().parent());
        }
        return depth;
    }

    private static String machine(Node n) {
        return n.machine()
                .map(m -> ", " + m.power().name().toLowerCase(Locale.ROOT)
                        + m.details().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(d -> ", " + d.getKey() + " " + d.getValue())
                                .collect(Collectors.joining()))
                .orElse(", no machine");
    }

    private static String bundle(Node n) {
        return n.bundle()
                .map(b -> b.name() + " " + b.release() + " (" + b.digest().brief() + ")")
                .orElse(n.spec().bundle().map(d -> d + " (not packed yet)").orElse("none"));
    }

    private static String ports(List<PortForward> forwards) {
        return forwards.stream().map(f -> f.guestPort() + " → " + f.endpoint()).collect(Collectors.joining(", "));
    }

    private static String condition(Screen screen, Condition c) {
        String mark = switch (c.status()) {
            case TRUE -> screen.styled(Style.GREEN, "✓");
            case FALSE -> screen.styled(Style.RED, "✗");
            case UNKNOWN -> screen.styled(Style.YELLOW, "?");
        };
        String name = c.name().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return mark + " " + String.format(Locale.ROOT, "%-17s", name) + " " + Printable.line(c.evidence());
    }
}
