package dev.vivarium.testkit.engine;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.StopMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The operations on the one node of a {@link Site}: what each needs, how it is asked for, and what is true then. */
enum Deed {
    CREATE(Deed::nothing, (v, s) -> v.create(s.spec()), Deed::isReady),
    STOP(Deed::ready, (v, s) -> v.stop(id(v), StopMode.FORCED), v -> is(v, NodeState.STOPPED)),
    START(Deed::stopped, (v, s) -> v.start(id(v)), Deed::isReady),
    VERIFY(Deed::ready, (v, s) -> v.verify(id(v)), Deed::isReady),
    SNAPSHOT_LIVE(Deed::withoutSnapshots, (v, s) -> v.snapshot(id(v), of(s, SnapshotKind.LIVE)), Deed::hasSnapshot),
    SNAPSHOT_STOPPED(
            Deed::withoutSnapshots, (v, s) -> v.snapshot(id(v), of(s, SnapshotKind.STOPPED)), Deed::hasSnapshot),
    ROLLBACK(
            Deed::withSnapshot, (v, s) -> v.rollback(id(v), first(v).orElseThrow()), v -> isReady(v) && hasSnapshot(v)),
    DELETE_SNAPSHOT(
            Deed::withSnapshot,
            (v, s) -> v.deleteSnapshot(id(v), first(v).orElseGet(SnapshotId::random)),
            v -> first(v).isEmpty()),
    CLONE(Deed::withoutClone, (v, s) -> v.clone(cloneOf(id(v))), Deed::isCloned),
    UPDATE(
            Deed::ofFirstRelease,
            (v, s) -> v.update(id(v), to(s, Optional.of(s.snapshot(SnapshotKind.LIVE)))),
            v -> isReady(v) && isUpdated(v)),
    PROBE(Deed::ready, (v, s) -> v.probe(id(v), underLittle()), v -> isReady(v) && !isLimited(v) && isProbed(v)),
    DELETE(Deed::withSnapshot, (v, s) -> v.delete(id(v)), v -> v.nodes().isEmpty());

    private static final String ECHO = "эхо";
    private static final String NEXT = "1.1";
    private static final ResourceLimits LITTLE = new ResourceLimits(Optional.of(0.5), Optional.of(256L));

    private final BiConsumer<Vivarium, Site> prepare;
    private final BiFunction<Vivarium, Site, Operation<?>> ask;
    private final Predicate<Vivarium> done;

    Deed(BiConsumer<Vivarium, Site> prepare, BiFunction<Vivarium, Site, Operation<?>> ask, Predicate<Vivarium> done) {
        this.prepare = prepare;
        this.ask = ask;
        this.done = done;
    }

    /** Brings the site into the state that this starts from, whatever it is in. */
    void prepare(Vivarium vivarium, Site site) {
        prepare.accept(vivarium, site);
    }

    Operation<?> ask(Vivarium vivarium, Site site) {
        return ask.apply(vivarium, site);
    }

    boolean isDone(Vivarium vivarium) {
        return done.test(vivarium);
    }

    private static void nothing(Vivarium v, Site s) {
        v.nodes().forEach(n -> v.delete(n.id()).await());
    }

    private static void ready(Vivarium v, Site s) {
        Optional<Node> node = v.node(Site.NODE);
        if (node.isEmpty()) {
            v.create(s.spec()).await();
        } else if (!isReady(v)) {
            v.start(node.get().id()).await();
        }
    }

    private static void stopped(Vivarium v, Site s) {
        ready(v, s);
        v.stop(id(v), StopMode.FORCED).await();
    }

    private static void withoutSnapshots(Vivarium v, Site s) {
        ready(v, s);
        for (NodeSnapshot snapshot : v.node(Site.NODE).orElseThrow().snapshots()) {
            v.deleteSnapshot(id(v), snapshot.snapshot().id()).await();
        }
    }

    private static void withSnapshot(Vivarium v, Site s) {
        ready(v, s);
        if (first(v).isEmpty()) {
            v.snapshot(id(v), of(s, SnapshotKind.LIVE)).await();
        }
    }

    private static void withoutClone(Vivarium v, Site s) {
        ready(v, s);
        v.node(ECHO).ifPresent(n -> v.delete(n.id()).await());
    }

    private static void ofFirstRelease(Vivarium v, Site s) {
        withoutSnapshots(v, s);
        if (isUpdated(v)) {
            v.update(id(v), new UpdateBundle.Request(s.spec().bundle().orElseThrow(), Map.of(), Optional.empty()))
                    .await();
        } else {
            s.release(NEXT, "");
        }
    }

    private static CloneNode.Wish cloneOf(NodeId source) {
        return new CloneNode.Wish(source, ECHO, false, Optional.empty(), SnapshotKind.STOPPED);
    }

    private static UpdateBundle.Request to(Site s, Optional<SnapshotId> snapshot) {
        return new UpdateBundle.Request(s.directory().resolve("AGI-core-" + NEXT), Map.of(), snapshot);
    }

    private static ProbeNode.Request underLittle() {
        return new ProbeNode.Request(List.of(LITTLE), 1, Optional.empty());
    }

    private static SnapshotNode.Request of(Site site, SnapshotKind kind) {
        return new SnapshotNode.Request(
                site.snapshot(kind), "перед", Optional.of(kind), SnapshotKind.CRASH, NodeSnapshot.Origin.USER, false);
    }

    private static boolean isReady(Vivarium v) {
        return is(v, NodeState.READY);
    }

    private static boolean hasSnapshot(Vivarium v) {
        return first(v).isPresent();
    }

    private static boolean is(Vivarium v, NodeState state) {
        return is(v, Site.NODE, state);
    }

    private static boolean is(Vivarium v, String name, NodeState state) {
        return v.node(name).map(n -> n.state() == state).orElse(false);
    }

    private static boolean isCloned(Vivarium v) {
        return isReady(v) && is(v, ECHO, NodeState.READY);
    }

    private static boolean isUpdated(Vivarium v) {
        return v.node(Site.NODE)
                .flatMap(Node::bundle)
                .map(b -> b.release().equals(NEXT))
                .orElse(false);
    }

    private static boolean isLimited(Vivarium v) {
        Machine machine = v.node(Site.NODE).flatMap(Node::machine).orElseThrow();
        return v.installation()
                .hypervisor("local")
                .limits()
                .orElseThrow()
                .current(machine)
                .isPresent();
    }

    /** The last that was done is a probe, and it came to its end. */
    private static boolean isProbed(Vivarium v) {
        return v.installation().journal().ended(id(v)).stream()
                .reduce((first, last) -> last)
                .filter(o -> o.record().kind().equals("probe"))
                .flatMap(OperationHistory::end)
                .filter(end -> end.outcome() == Entry.Outcome.DONE)
                .isPresent();
    }

    private static NodeId id(Vivarium v) {
        return v.node(Site.NODE).orElseThrow().id();
    }

    private static Optional<SnapshotId> first(Vivarium v) {
        return v.node(Site.NODE).stream()
                .flatMap(n -> n.snapshots().stream())
                .map(s -> s.snapshot().id())
                .findFirst();
    }
}
