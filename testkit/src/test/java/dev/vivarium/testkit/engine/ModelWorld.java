package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.contract.Trouble;
import dev.vivarium.testkit.engine.ModelNode.State;
import dev.vivarium.testkit.faults.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Real nodes and what must be true of them, side by side. */
final class ModelWorld {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TRIES = 4;
    private static final long LOOK = 2_000_000;

    private final Site site;
    private final List<ModelNode> model = new ArrayList<>();

    ModelWorld(Site site, int nodes) {
        this.site = site;
        for (int i = 0; i < nodes; i++) {
            model.add(new ModelNode());
        }
    }

    /** One wish, and what it makes of the model. */
    private record Wish(Asking ask, Runnable effect) {}

    /** Asks for something. */
    private interface Asking {
        Operation<?> of(Vivarium vivarium);
    }

    /** Asks for everything at once; if there was trouble, once more in the next process. Then all has to be as it must. */
    void play(Round round) {
        Map<Integer, Wish> wishes = new HashMap<>();
        for (int i = 0; i < model.size(); i++) {
            Wish wish = wish(i, round.actions().get(i), round.number());
            if (wish != null) {
                wishes.put(i, wish);
            }
        }
        Set<Integer> fulfilled;
        try (Vivarium vivarium = site.open()) {
            fulfilled = askAll(vivarium, wishes, round);
        } finally {
            site.server().faults().clear();
        }
        try (Vivarium vivarium = site.open()) {
            vivarium.resume().forEach(ModelWorld::settled);
            wishes.forEach((i, wish) -> {
                if (!fulfilled.contains(i)) {
                    fulfil(vivarium, wish);
                }
            });
            wishes.values().forEach(wish -> wish.effect().run());
            compare(vivarium);
        }
    }

    /** Returns those that were fulfilled. */
    private Set<Integer> askAll(Vivarium vivarium, Map<Integer, Wish> wishes, Round round) {
        Faults faults = site.server().faults();
        round.trouble().ifPresent(t -> faults.atVisit(round.point(), EngineTroubleTest.fault(t)));
        Map<Integer, Operation<?>> running = new HashMap<>();
        wishes.forEach((i, wish) -> {
            try {
                running.put(i, wish.ask().of(vivarium));
            } catch (VivariumException e) {
                assertThat(faults.struck()).as(e.message()).isTrue();
            }
        });
        if (round.trouble().equals(Optional.of(Trouble.HANGS))) {
            while (!faults.struck() && !running.values().stream().allMatch(Operation::isDone)) {
                LockSupport.parkNanos(LOOK);
            }
            running.values().forEach(Operation::cancel);
        }
        return running.entrySet().stream()
                .filter(e -> settled(e.getValue()) && !isLook(round, e.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** One that looked while there was trouble has told of it. */
    private static boolean isLook(Round round, int node) {
        return round.trouble().isPresent() && round.actions().get(node) == Round.Action.VERIFY;
    }

    /** True if it succeeded. */
    private static boolean settled(Operation<?> operation) {
        try {
            operation.await();
            return true;
        } catch (VivariumException e) {
            return false;
        }
    }

    /** Asks again until it succeeds, or is there already. */
    private static void fulfil(Vivarium vivarium, Wish wish) {
        for (int tries = 1; ; tries++) {
            try {
                wish.ask().of(vivarium).await();
                return;
            } catch (VivariumException e) {
                if (List.of("snapshot.exists", "node.exists", "node.unknown").contains(e.code())) {
                    return;
                }
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private @Nullable Wish wish(int i, Round.Action action, int number) {
        ModelNode node = model.get(i);
        String snapshot = node.snapshot(number);
        String next = node.nextName();
        boolean there = node.state() != State.ABSENT;
        return switch (action) {
            case CREATE -> there ? null : new Wish(v -> v.create(site.spec(name(i), LIMIT)), node::created);
            case DELETE -> there ? new Wish(v -> v.delete(id(v, i)), node::deleted) : null;
            case START -> there ? new Wish(v -> v.start(id(v, i)), node::started) : null;
            case STOP -> there ? new Wish(v -> v.stop(id(v, i), StopMode.FORCED), node::stopped) : null;
            case VERIFY -> node.state() == State.READY ? new Wish(v -> v.verify(id(v, i)), () -> {}) : null;
            case SNAPSHOT -> there ? new Wish(v -> v.snapshot(id(v, i), next), () -> node.took(next)) : null;
            case ROLLBACK ->
                snapshot == null
                        ? null
                        : new Wish(v -> v.rollback(id(v, i), id(v, i, snapshot)), () -> node.rolledBackTo(snapshot));
            case DELETE_SNAPSHOT ->
                snapshot == null
                        ? null
                        : new Wish(v -> v.deleteSnapshot(id(v, i), id(v, i, snapshot)), () -> node.removed(snapshot));
            case NOTHING -> null;
        };
    }

    private void compare(Vivarium vivarium) {
        for (int i = 0; i < model.size(); i++) {
            assertThat(model.get(i).differenceTo(vivarium.node(name(i))))
                    .as(name(i))
                    .isEmpty();
        }
        Order.check(site, vivarium);
        for (Node node : vivarium.nodes()) {
            try (Journal.Lease lease =
                    vivarium.installation().journal().tryLease(node.id()).orElseThrow()) {
                assertThat(lease).isNotNull();
            }
            assertThat(site.server().media(node.machine().orElseThrow()))
                    .as("drives of " + node.spec().name())
                    .extracting(m -> m.file().getFileName().toString())
                    .containsExactly("seed-scrubbed.iso");
        }
    }

    private static String name(int i) {
        return Site.NODE + "-" + i;
    }

    private static NodeId id(Vivarium vivarium, int i) {
        return vivarium.node(name(i))
                .map(Node::id)
                .orElseThrow(
                        () -> new VivariumException(Kind.NOT_FOUND, "node.unknown", "there is no node " + name(i)));
    }

    /** One that is gone already is as good as any other. */
    private static SnapshotId id(Vivarium vivarium, int i, String snapshot) {
        return vivarium.node(name(i)).orElseThrow().snapshots().stream()
                .filter(s -> s.snapshot().name().equals(snapshot))
                .map(s -> s.snapshot().id())
                .findFirst()
                .orElseGet(SnapshotId::random);
    }
}
