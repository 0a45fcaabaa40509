package dev.vivarium.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.store.Database;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.faults.VirtualClock;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One look after the other, each when the test says so. */
@Timeout(120)
class WatchTest {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecordingWork work = new RecordingWork();
    private ServiceUnderTest service;
    private Vivarium vivarium;
    private Events events;
    private Sightings sightings;
    private Lookouts lookouts;
    private Watch watch;
    private long told;

    @BeforeEach
    void start(@TempDir Path directory) {
        service = ServiceUnderTest.in(directory, config -> config.watching(Duration.ofDays(1), Duration.ZERO));
        vivarium = service.service().vivarium();
        Database database = service.service().database();
        events = new Events(database, clock);
        sightings = new Sightings(database, events);
        vivarium.installation().writeSightingsBy(sightings);
        lookouts = new Lookouts(database, events, clock);
        watch = new Watch(vivarium, lookouts, EVERY, clock);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Node node() {
        NodeId id = NodeId.parse(service.node("муза"));
        watch.look("local");
        told = events.newest();
        return vivarium.node(id).orElseThrow();
    }

    private Node now(Node node) {
        return vivarium.node(node.id()).orElseThrow();
    }

    private static Machine machine(Node node) {
        return node.machine().orElseThrow();
    }

    private Hypervisor others() {
        return service.server().connect("others", vivarium.installation().id());
    }

    /** What was told since the last time. */
    private List<Event> heard() {
        List<Event> heard = events.after(told, 100);
        told = events.newest();
        return heard;
    }

    private List<EventType> types() {
        return heard().stream().map(Event::type).toList();
    }

    @Test
    void aMachineThatOthersRemovedIsToldOnceWithAllThatHangsOnIt() {
        Node node = node();
        SnapshotId snapshot =
                vivarium.snapshot(node.id(), "до").await().snapshot().id();
        heard();
        List<SnapshotId> gone = new ArrayList<>();
        sightings.onSnapshotGone((n, ids) -> gone.addAll(ids));
        others().delete(machine(node), work);

        assertThat(watch.look("local")).contains(EVERY);
        assertThat(types()).contains(EventType.NODE_GONE, EventType.NODE_CHANGED);
        assertThat(gone).containsExactly(snapshot);
        assertThat(now(node).state()).isEqualTo(NodeState.NEEDS_OPERATOR);
        watch.look("local");
        assertThat(heard()).isEmpty();
    }

    @Test
    void whatOthersStoppedAndStartedIsTold() {
        Node node = node();
        others().stop(machine(node), StopMode.FORCED, work);
        watch.look("local");
        assertThat(heard()).singleElement().satisfies(e -> {
            assertThat(e.type()).isEqualTo(EventType.NODE_CHANGED);
            assertThat(e.state()).contains("stopped");
        });
        others().start(machine(node), work);
        watch.look("local");
        assertThat(types()).containsExactly(EventType.NODE_CHANGED, EventType.NODE_UNREADY);
    }

    @Test
    void aSnapshotThatOthersRemovedIsToldAtOnceWhereSomebodyReliesOnIt() {
        Node node = node();
        NodeSnapshot taken = vivarium.snapshot(node.id(), "до").await();
        List<SnapshotId> gone = new ArrayList<>();
        sightings.onSnapshotGone((n, ids) -> gone.addAll(ids));
        watch.look("local"); // its turn, and the next one comes in five minutes
        heard();
        others().snapshots()
                .orElseThrow()
                .delete(machine(node), taken.snapshot().id(), work);

        watch.look("local");
        assertThat(heard()).isEmpty();
        watch.closelyWhere(node.id()::equals);
        watch.look("local");

        assertThat(gone).containsExactly(taken.snapshot().id());
        assertThat(heard()).anySatisfy(e -> {
            assertThat(e.type()).isEqualTo(EventType.SNAPSHOT_GONE);
            assertThat(e.text().orElseThrow())
                    .contains("до")
                    .contains(taken.snapshot().id().toString());
            assertThat(e.node()).contains(node.id().toString());
        });
        assertThat(now(node).snapshots()).isEmpty();
    }

    @Test
    void elsewhereItIsToldWithinFiveMinutes() {
        Node node = node();
        NodeSnapshot taken = vivarium.snapshot(node.id(), "до").await();
        watch.look("local");
        others().snapshots()
                .orElseThrow()
                .delete(machine(node), taken.snapshot().id(), work);
        heard();
        clock.advance(Duration.ofMinutes(5));
        watch.look("local");
        assertThat(types()).contains(EventType.SNAPSHOT_GONE);
    }

    @Test
    void aHypervisorThatIsDownIsToldOnceAndSoIsItsReturn() {
        Node node = node();
        Instant began = clock.instant();
        service.server().faults().always("machines", Fault.throwing(Kind.UNAVAILABLE, "simulated.down", "нет связи"));
        assertThat(watch.look("local").orElseThrow()).as("sooner than else").isLessThan(EVERY);
        clock.advance(Duration.ofSeconds(10));
        watch.look("local");
        assertThat(heard()).singleElement().satisfies(e -> {
            assertThat(e.type()).isEqualTo(EventType.HYPERVISOR_DOWN);
            assertThat(e.text().orElseThrow()).contains("local").contains("нет связи");
        });
        assertThat(lookouts.health("local")).hasValueSatisfying(h -> {
            assertThat(h.up()).isFalse();
            assertThat(h.since()).isEqualTo(began);
            assertThat(h.problem()).contains("нет связи");
            assertThat(h.seenAt()).contains(began);
        });

        others().stop(machine(node), StopMode.FORCED, work);
        service.server().faults().clear();
        watch.look("local");
        assertThat(types())
                .as("at once, and all that happened meanwhile")
                .containsExactlyInAnyOrder(EventType.HYPERVISOR_UP, EventType.NODE_CHANGED);
        assertThat(lookouts.health("local").orElseThrow().problem()).isEmpty();
    }

    @Test
    void oneLostConnectionIsNotWorthTelling() {
        node();
        service.server().faults().at("machines", Fault.throwing(Kind.UNAVAILABLE, "simulated.dropped", "closed"));
        assertThat(watch.look("local")).contains(EVERY);
        assertThat(heard()).isEmpty();
        assertThat(lookouts.health("local").orElseThrow().up()).isTrue();
    }

    @Test
    void anOldListTellsNothing() {
        Node node = node();
        service.server().forgetBefore();
        service.server().faults().at("machines", Fault.staleRead()).at("find", Fault.staleRead());
        watch.look("local");
        assertThat(heard()).isEmpty();
        assertThat(now(node)).isEqualTo(node);
    }

    @Test
    void aStrayIsToldOnceAndItsFirstSightIsKept() {
        Node node = node();
        vivarium.installation().journal().remove(node.id());
        heard();
        Instant first = clock.instant();
        watch.look("local");
        assertThat(heard()).singleElement().satisfies(e -> {
            assertThat(e.type()).isEqualTo(EventType.STRAY_FOUND);
            assertThat(e.node()).contains(node.id().toString());
        });
        clock.advance(Duration.ofHours(1));
        watch.look("local");
        assertThat(heard()).isEmpty();
        assertThat(lookouts.stray("local", node.id()))
                .hasValueSatisfying(s -> assertThat(s.firstSeenAt()).isEqualTo(first));

        vivarium.lookout().remove("local", node.id()).await();
        watch.look("local");
        assertThat(lookouts.strays("local")).isEmpty();
    }

    @Test
    void aHypervisorThatIsNotConfiguredIsNotLookedAt() {
        assertThat(watch.look("nowhere")).isEmpty();
        assertThat(lookouts.health("nowhere")).isEmpty();
    }

    @Test
    void guestsAreLookedIntoInTurn() throws InterruptedException {
        Node node = node();
        try (Glances glances = new Glances(vivarium, Duration.ofMinutes(5), clock)) {
            service.server().guest(machine(node)).misbehave(Misbehaviour.UNHEALTHY);
            glances.round("local");
            assertThat(heard()).as("proven just now").isEmpty();
            clock.advance(Duration.ofMinutes(5));
            glances.round("local");
            assertThat(types()).contains(EventType.NODE_UNREADY);
            glances.round("local");
            assertThat(heard()).isEmpty();
            service.server().guest(machine(node)).behave();
            clock.advance(Duration.ofMinutes(5));
            glances.round("local");
            assertThat(now(node).state()).isEqualTo(NodeState.READY);
        }
    }
}
