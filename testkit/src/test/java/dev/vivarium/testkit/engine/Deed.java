package dev.vivarium.testkit.engine;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.StopMode;
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
    DELETE(Deed::withSnapshot, (v, s) -> v.delete(id(v)), v -> v.nodes().isEmpty());

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
        return v.node(Site.NODE).map(n -> n.state() == state).orElse(false);
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
