package dev.vivarium.cli.demo;

import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cli.nodes.NodeWish;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.nodes.Task;
import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.cli.service.ServiceNodes;
import dev.vivarium.cli.session.SessionTask;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.After;
import dev.vivarium.client.model.Before;
import dev.vivarium.client.model.Session;
import dev.vivarium.client.model.SessionEnd;
import dev.vivarium.client.model.SessionRequest;
import dev.vivarium.client.model.SessionState;
import dev.vivarium.client.model.Snapshot;
import dev.vivarium.client.model.SnapshotKind;
import dev.vivarium.client.model.SnapshotWish;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The demo's story, in order. */
final class Demo {
    private static final int PORT = 8080;
    private static final String SNAPSHOT = "before-session";
    private static final String SECRET_WORD = "the gate opens at dawn";
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private final VivariumCommand root;
    private final VivariumClient client;
    private final Nodes nodes;
    private final Phases phases;
    private final Screen screen;
    private final Claims claims;
    private final Clock clock;

    Demo(VivariumCommand root, VivariumClient client, Phases phases) {
        this.root = root;
        this.client = client;
        this.nodes = new ServiceNodes(client);
        this.phases = phases;
        this.screen = root.screen();
        this.claims = new Claims(screen);
        this.clock = root.host().clock();
    }

    /** Runs it; true if every claim held. */
    boolean run(NodeWish wish, boolean remove, Farewell farewell) {
        Instant began = clock.instant();
        NodeSpec spec = wish.spec();
        removeEarlier(spec);
        Node node = create(wish);
        Muse muse = new Muse(node.machine()
                .flatMap(m -> m.reach(PORT))
                .orElseThrow(() -> new VivariumException(
                        Kind.GUEST_FAULT, "demo.port", "the bundle does not publish port " + PORT)));
        talk(muse, spec.name());
        Muse.Memory atSnapshot = muse.memory();
        VerificationReport before = look(node);
        Session session = open(node);
        change(muse, atSnapshot);
        rollback(node, muse, session, atSnapshot, before);
        if (remove) {
            heading("Removing the node");
            watch(nodes.delete(node.id()));
        }
        DemoSummary.show(screen, phases, claims, Duration.between(began, clock.instant()));
        if (!remove) {
            farewell.say(screen, spec.name(), muse.address());
        }
        screen.document(DemoDocument.of(node, phases, claims));
        return claims.allHold();
    }

    /** Says how to go on with a node that stays. */
    interface Farewell {
        void say(Screen screen, String node, String muse);
    }

    /** Removes what a demo that was cut off has left. */
    void abandon(NodeSpec spec) {
        nodes.all().stream().filter(n -> n.id().equals(spec.id())).forEach(n -> {
            screen.note("removing the node '" + n.spec().name() + "'");
            nodes.delete(n.id()).await();
        });
    }

    /** Ctrl-C ends the demo, and with it what it has made. */
    private <T> T watch(Task<T> task) {
        return root.watch(
                new Task<>() {
                    @Override
                    public void onProgress(Consumer<? super Progress> listener) {
                        task.onProgress(listener);
                    }

                    @Override
                    public T await() {
                        return task.await();
                    }

                    @Override
                    public String interrupt() {
                        task.interrupt();
                        return "ending the demo; what it made is removed, Ctrl-C again leaves at once";
                    }
                },
                phases);
    }

    private void removeEarlier(NodeSpec spec) {
        Optional<Node> earlier = nodes.all().stream()
                .filter(n -> n.spec().name().equals(spec.name()))
                .findFirst();
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
        watch(nodes.delete(spec.id()));
    }

    private Node create(NodeWish wish) {
        NodeSpec spec = wish.spec();
        NodeSpec usual = NodeSpec.builder("usual").build();
        heading("Creating the node '" + spec.name() + "'");
        screen.say("  It gets " + spec.cores() + " cores and " + Size.MiB(spec.memoryMiB())
                + " of memory, less than a node's defaults of " + usual.cores() + " cores and "
                + Size.MiB(usual.memoryMiB()) + ".");
        screen.say("  It runs on " + nodes.runsOn(spec.hypervisor()) + ".");
        screen.say("  All of this goes through the REST interface at "
                + client.settings().address() + ".");
        Node node = watch(nodes.up(wish));
        claims.check("the node is READY", node.state() == NodeState.READY, "every check has passed");
        return node;
    }

    private void talk(Muse muse, String name) {
        heading("Talking to it at " + muse.address());
        claims.check("it greets us by its name", ask(muse, "Hello!").contains(name), "");
        claims.check("it answers a question", !ask(muse, "What is Vivarium?").isBlank(), "");
        claims.check("it understands Cyrillic", ask(muse, "Привет! Кто ты?").contains(name), "");
    }

    private Session open(Node node) {
        heading("Opening a session: a live snapshot is taken first");
        Before before = new Before(
                Optional.of(new Before.Taken(Optional.of(SnapshotWish.LIVE), Optional.of(SNAPSHOT))),
                Optional.empty(),
                Optional.empty());
        Session begun = client.sessions().open(node.id().value(), SessionRequest.after(before));
        Session open = watch(new SessionTask(client, begun, SessionState.PREPARING));
        if (open.state() != SessionState.OPEN) {
            throw new VivariumException(
                    Kind.UNSUPPORTED,
                    "demo.session",
                    "the session is " + open.state() + ": " + open.reason().orElse("no reason"));
        }
        Snapshot taken =
                client.snapshots().get(node.id().value(), open.startedFrom().orElseThrow());
        claims.check(
                "the snapshot holds memory and disk",
                taken.kind() == SnapshotKind.LIVE,
                taken.name() + ", " + taken.kind().name().toLowerCase(Locale.ROOT));
        return open;
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

    private void rollback(Node node, Muse muse, Session session, Muse.Memory atSnapshot, VerificationReport before) {
        VerificationReport changed = look(node);
        heading("The session was spoiled: ending it with a rollback");
        Instant began = clock.instant();
        Session ending = client.sessions().end(node.id().value(), session.id(), SessionEnd.then(After.ROLLBACK));
        watch(new SessionTask(client, ending, SessionState.ENDING));
        Node back = nodes.refreshed(node.id());
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
                () -> nodes.verify(node.id()).await());
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

    private void heading(String text) {
        screen.say("");
        screen.say(screen.styled(Style.BOLD, text));
    }
}
