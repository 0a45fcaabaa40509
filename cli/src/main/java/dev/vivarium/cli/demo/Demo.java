package dev.vivarium.cli.demo;

import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cli.nodes.Task;
import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.HypervisorInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The demo's story, in order. */
final class Demo {
    private static final int PORT = 8080;
    private static final String SNAPSHOT = "before-session";
    private static final String SECRET_WORD = "the gate opens at dawn";
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private final VivariumCommand root;
    private final Vivarium vivarium;
    private final Phases phases;
    private final Screen screen;
    private final Claims claims;
    private final Clock clock;

    Demo(VivariumCommand root, Vivarium vivarium, Phases phases) {
        this.root = root;
        this.vivarium = vivarium;
        this.phases = phases;
        this.screen = root.screen();
        this.claims = new Claims(screen);
        this.clock = root.host().clock();
    }

    /** Runs it; true if every claim held. */
    boolean run(NodeSpec spec, boolean remove) {
        Instant began = clock.instant();
        removeEarlier(spec);
        Node node = create(spec);
        Muse muse = new Muse(node.machine()
                .flatMap(m -> m.reach(PORT))
                .orElseThrow(() -> new VivariumException(
                        Kind.GUEST_FAULT, "demo.port", "the bundle does not publish port " + PORT)));
        talk(muse, spec.name());
        Muse.Memory atSnapshot = muse.memory();
        VerificationReport before = look(node);
        NodeSnapshot snapshot = snapshot(node);
        change(muse, atSnapshot);
        rollback(node, muse, snapshot, atSnapshot, before);
        if (remove) {
            heading("Removing the node");
            root.watch(Task.of(vivarium.delete(node.id())), phases);
        }
        DemoSummary.show(screen, phases, claims, Duration.between(began, clock.instant()));
        if (!remove) {
            farewell(spec.name(), muse);
        }
        screen.document(DemoDocument.of(node, phases, claims));
        return claims.allHold();
    }

    private void removeEarlier(NodeSpec spec) {
        Optional<Node> earlier = vivarium.node(spec.name());
        if (earlier.isEmpty()) {
            return;
        }
        if (!earlier.get().id().equals(spec.id())) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "demo.name",
                    "there is a node '" + spec.name() + "' that no demo made; it stays as it is. Use --name OTHER");
        }
        heading("Removing the node of an earlier demo");
        root.watch(Task.of(vivarium.delete(spec.id())), phases);
    }

    private Node create(NodeSpec spec) {
        NodeSpec usual = NodeSpec.builder("usual").build();
        heading("Creating the node '" + spec.name() + "'");
        screen.say("  It gets " + spec.cores() + " cores and " + Size.MiB(spec.memoryMiB())
                + " of memory, less than a node's defaults of " + usual.cores() + " cores and "
                + Size.MiB(usual.memoryMiB()) + ".");
        screen.say("  " + runsOn(spec));
        Node node = root.watch(Task.of(vivarium.create(spec)), phases);
        claims.check("the node is READY", node.state() == NodeState.READY, "every check has passed");
        return node;
    }

    private String runsOn(NodeSpec spec) {
        HypervisorInfo info =
                vivarium.installation().hypervisor(spec.hypervisor()).info();
        String accelerator = info.details().getOrDefault("accelerator", "");
        String reason = info.details().getOrDefault("accelerator reason", "");
        return "It runs on '" + info.name() + "', " + info.kind() + " " + info.version()
                + (accelerator.isEmpty() ? "" : " by " + accelerator.toUpperCase(Locale.ROOT))
                + (reason.isEmpty() ? "" : ": " + reason) + ".";
    }

    private void talk(Muse muse, String name) {
        heading("Talking to it at " + muse.address());
        claims.check("it greets us by its name", ask(muse, "Hello!").contains(name), "");
        claims.check("it answers a question", !ask(muse, "What is Vivarium?").isBlank(), "");
        claims.check("it understands Cyrillic", ask(muse, "Привет! Кто ты?").contains(name), "");
    }

    private NodeSnapshot snapshot(Node node) {
        heading("Taking a live snapshot");
        SnapshotNode.Request request = new SnapshotNode.Request(
                SnapshotId.random(),
                SNAPSHOT,
                Optional.of(SnapshotKind.LIVE),
                SnapshotKind.LIVE,
                NodeSnapshot.Origin.USER,
                false);
        NodeSnapshot taken = root.watch(Task.of(vivarium.snapshot(node.id(), request)), phases);
        claims.check(
                "the snapshot holds memory and disk",
                taken.snapshot().kind() == SnapshotKind.LIVE,
                taken.snapshot().name() + ", " + taken.snapshot().kind().name().toLowerCase(Locale.ROOT));
        return taken;
    }

    private void change(Muse muse, Muse.Memory before) {
        heading("Changing its memory by talking to it");
        ask(muse, "Remember: " + SECRET_WORD);
        ask(muse, "What do you remember?");
        Muse.Memory now = muse.memory();
        claims.check(
                "its memory has changed",
                now.count() > before.count() && now.kept().contains(SECRET_WORD),
                before.count() + " exchanges before, " + now.count() + " now, it keeps \"" + SECRET_WORD + "\"");
    }

    private void rollback(Node node, Muse muse, NodeSnapshot to, Muse.Memory atSnapshot, VerificationReport before) {
        VerificationReport changed = look(node);
        heading("Rolling back");
        Instant began = clock.instant();
        Node back =
                root.watch(Task.of(vivarium.rollback(node.id(), to.snapshot().id())), phases);
        VerificationReport after = look(node);
        Duration since = Duration.between(began, clock.instant());
        ask(muse, "What do you remember?");
        Muse.Memory now = muse.memory();
        claims.check("the node is READY again", back.state() == NodeState.READY && after.ready(), "");
        claims.check(
                "the change is gone",
                now.kept().equals(atSnapshot.kept()) && now.count() == atSnapshot.count() + 1,
                "it keeps " + (now.kept().isEmpty() ? "nothing" : String.join(", ", now.kept())));
        uptime(before, changed, after, since);
        Duration off = after.clockOffset().orElse(Duration.ofDays(1)).abs();
        claims.check("the guest's clock is right", off.compareTo(CLOCK_TOLERANCE) <= 0, "off by " + Elapsed.text(off));
    }

    /** It went on where the snapshot was: no reboot, and not where it was before the rollback. */
    private void uptime(
            VerificationReport before, VerificationReport changed, VerificationReport after, Duration since) {
        Duration atSnapshot = before.uptime().orElse(Duration.ZERO);
        Duration now = after.uptime().orElse(Duration.ZERO);
        Duration ifBack = atSnapshot.plus(since);
        Duration ifNot = changed.uptime().orElse(Duration.ZERO).plus(since);
        boolean wentOn = atSnapshot.compareTo(Duration.ZERO) > 0
                && now.compareTo(atSnapshot) >= 0
                && now.minus(ifBack).abs().compareTo(now.minus(ifNot).abs()) < 0;
        claims.check(
                "its uptime went on from the snapshot",
                wentOn,
                Elapsed.text(atSnapshot) + " at the snapshot, "
                        + Elapsed.text(changed.uptime().orElse(Duration.ZERO)) + " before the rollback, "
                        + Elapsed.text(now) + " after it (without it: " + Elapsed.text(ifNot) + ")");
    }

    /** A verification whose progress nobody needs to see. */
    private VerificationReport look(Node node) {
        return timed(
                "check",
                "looking at uptime and clock",
                () -> vivarium.verify(node.id()).await());
    }

    private String ask(Muse muse, String text) {
        screen.say("  you:  " + text);
        String answer = timed("talk", text, () -> muse.ask(text));
        screen.say("  muse: " + answer);
        return answer;
    }

    private <T> T timed(String group, String text, Supplier<T> work) {
        Instant began = clock.instant();
        T result = work.get();
        phases.add(group, text, Duration.between(began, clock.instant()), true);
        return result;
    }

    private void farewell(String name, Muse muse) {
        screen.say("");
        screen.say("The node stays. Reach it with:");
        screen.say("  ./vivarium ssh " + name);
        screen.say("  curl -s " + muse.address() + "/prompt -d '{\"text\": \"Hello!\"}'");
        screen.say("  ./vivarium show " + name);
        screen.say("and remove it with:");
        screen.say("  ./vivarium rm " + name);
    }

    private void heading(String text) {
        screen.say("");
        screen.say(screen.styled(Style.BOLD, text));
    }
}
