package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Sighting;
import dev.vivarium.core.engine.Survey;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What others do to our machines is noticed, for few calls, and nothing is believed that was said once. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class SurveyTest extends AtOpenSite {
    private static final Survey.Scope NO_SNAPSHOTS = new Survey.Scope(node -> false, Set.of());

    private final RecordingWork work = new RecordingWork();

    private Node create() {
        return vivarium.create(site.spec()).await();
    }

    private Node now(Node node) {
        return vivarium.node(node.id()).orElseThrow();
    }

    private static Machine machine(Node node) {
        return node.machine().orElseThrow();
    }

    /** What somebody does with the hypervisor's own tools. */
    private Hypervisor others() {
        return site.server().connect("others", vivarium.installation().id());
    }

    private Survey.Seen survey() {
        return vivarium.lookout().survey("local", Survey.Scope.all());
    }

    private Sighting only(Survey.Seen seen) {
        assertThat(seen.news()).hasSize(1);
        return seen.news().get(0);
    }

    @Test
    void whereAllIsAsTheRecordsSayOneCallIsEnough() {
        Node node = create();
        vivarium.snapshot(node.id(), "до").await();
        Node before = now(node);
        Fault broken = Fault.throwing(Kind.INTERNAL, "simulated.asked", "nobody should ask this");
        site.server().faults().always("find", broken).always("snapshot-list", broken);

        Survey.Seen seen = vivarium.lookout().survey("local", NO_SNAPSHOTS);

        assertThat(seen.news()).isEmpty();
        assertThat(seen.strays()).isEmpty();
        assertThat(seen.machines()).isEqualTo(1);
        assertThat(now(node)).isEqualTo(before);
    }

    @Test
    void aMachineThatIsGoneIsNoticedOnceAndComesBackStopped() {
        Node node = create();
        Hypervisor hypervisor = others();
        hypervisor.delete(machine(node), work);

        Sighting gone = only(survey());
        assertThat(gone.machineGone()).isTrue();
        assertThat(gone.after().state()).isEqualTo(NodeState.NEEDS_OPERATOR);
        assertThat(gone.after().problem().orElseThrow()).contains("vivarium rm");
        assertThat(gone.after().condition(Condition.Name.MACHINE_CREATED))
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(Condition.Status.FALSE));
        assertThat(survey().news()).as("told once").isEmpty();

        hypervisor.create(site.machine(node, vivarium.installation().id()), work.again());
        Sighting back = only(survey());
        assertThat(back.machineGone()).isFalse();
        assertThat(back.after().state()).isEqualTo(NodeState.STOPPED);
        assertThat(back.after().condition(Condition.Name.MACHINE_CREATED))
                .hasValueSatisfying(c -> assertThat(c.holds()).isTrue());
    }

    @Test
    void whatOthersStopAndStartIsNoticed() {
        Node node = create();
        others().stop(machine(node), StopMode.FORCED, work);
        Sighting stopped = only(survey());
        assertThat(stopped.after().state()).isEqualTo(NodeState.STOPPED);
        assertThat(stopped.after().condition(Condition.Name.STARTED))
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(Condition.Status.FALSE));

        others().start(machine(node), work);
        Sighting started = only(survey());
        assertThat(started.after().state()).isEqualTo(NodeState.UNREADY);
        assertThat(started.after().problem().orElseThrow()).contains("verify");
        vivarium.verify(node.id()).await();
        assertThat(now(node).state()).isEqualTo(NodeState.READY);
        assertThat(survey().news()).isEmpty();
    }

    @Test
    void aSnapshotThatOthersRemoveIsNoticedWithItsName() {
        Node node = create();
        NodeSnapshot kept = vivarium.snapshot(node.id(), "останется").await();
        NodeSnapshot lost = vivarium.snapshot(node.id(), "пропадёт").await();
        others().snapshots().orElseThrow().delete(machine(node), lost.snapshot().id(), work);

        assertThat(vivarium.lookout().survey("local", NO_SNAPSHOTS).news()).isEmpty();
        assertThat(only(survey()).snapshotsGone()).containsExactly(lost);
        assertThat(now(node).snapshots()).containsExactly(kept);
        assertThat(now(node).state()).isEqualTo(NodeState.READY);
    }

    @Test
    void anOldAnswerIsNotBelieved() {
        Node node = create();
        vivarium.snapshot(node.id(), "до").await();
        Node before = now(node);
        for (String read : List.of("snapshot-list", "machines", "find")) {
            if (!read.equals("snapshot-list")) {
                site.server().forgetBefore(); // from now on an old answer is of the time when there was nothing
            }
            site.server().faults().at(read, Fault.staleRead());
            assertThat(survey().news()).as(read).isEmpty();
            assertThat(now(node)).isEqualTo(before);
        }
        site.server().faults().at("machines", Fault.staleRead()).at("find", Fault.staleRead());
        assertThat(survey().news()).as("list and first look").isEmpty();
        assertThat(now(node)).isEqualTo(before);
    }

    @Test
    void aNodeWithWorkUnderWayIsLeftAlone() throws InterruptedException {
        Node node = create();
        Fault.Hang hang = Fault.hang();
        site.server().faults().at("stop.after", hang);
        Operation<Node> stop = vivarium.stop(node.id(), StopMode.FORCED);
        hang.awaitReached();
        assertThat(survey().news())
                .as("off already, and its record does not say so")
                .isEmpty();
        hang.release();
        stop.await();
        assertThat(survey().news()).isEmpty();
        assertThat(now(node).state()).isEqualTo(NodeState.STOPPED);
    }

    @Test
    void aHypervisorThatIsDownSaysWhyAndNoRecordChanges() {
        Node node = create();
        site.server().faults().at("machines", Fault.throwing(Kind.UNAVAILABLE, "simulated.down", "нет связи"));
        assertThatThrownBy(this::survey)
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        assertThat(now(node)).isEqualTo(node);
        assertThat(survey().news()).isEmpty();
    }

    @Test
    void whatIsSeenIsWrittenByWhoeverWantsTo() {
        Node node = create();
        List<Sighting> written = new ArrayList<>();
        vivarium.installation().writeSightingsBy((sighting, write) -> {
            written.add(sighting);
            if (written.size() > 1) {
                write.run();
            }
        });
        others().stop(machine(node), StopMode.FORCED, work);
        survey();
        assertThat(now(node)).as("not written, so seen again").isEqualTo(node);
        vivarium.refresh(node.id());
        assertThat(now(node).state()).isEqualTo(NodeState.STOPPED);
        assertThat(written).hasSize(2);
    }

    @Test
    void aGlanceFindsWhatIsWrongInAGuestAndThatItIsWellAgain() {
        Node node = create();
        GuestState guest = site.server().guest(machine(node));
        guest.misbehave(Misbehaviour.UNHEALTHY);
        Sighting ill = vivarium.lookout().glance(node.id()).orElseThrow();
        assertThat(ill.after().state()).isEqualTo(NodeState.UNREADY);
        assertThat(ill.after().condition(Condition.Name.HEALTHY))
                .hasValueSatisfying(c -> assertThat(c.holds()).isFalse());
        assertThat(vivarium.lookout().glance(node.id())).as("told once").isEmpty();

        guest.behave();
        Sighting well = vivarium.lookout().glance(node.id()).orElseThrow();
        assertThat(well.after().state()).isEqualTo(NodeState.READY);
        assertThat(well.after().condition(Condition.Name.PROBES_PASSED)).isPresent();
    }

    @Test
    void aGuestThatLetsNobodyInIsUnreadyAndNeverReadyWithoutItsProbes() {
        Node node = vivarium.create(site.spec("глухая", Duration.ofSeconds(3))).await();
        GuestState guest = site.server().guest(machine(node));
        guest.misbehave(Misbehaviour.REFUSES_LOGIN);
        vivarium.close(); // a connection that is kept would still be good
        vivarium = site.open();
        assertThat(vivarium.lookout().glance(node.id()).orElseThrow().after().state())
                .isEqualTo(NodeState.UNREADY);
        vivarium.verify(node.id()).await(); // a thorough look: of the probes nothing is known any more
        guest.behave();
        assertThat(vivarium.lookout().glance(node.id()).orElseThrow().after().state())
                .isEqualTo(NodeState.UNREADY);
        vivarium.verify(node.id()).await();
        assertThat(now(node).state()).isEqualTo(NodeState.READY);
    }
}
