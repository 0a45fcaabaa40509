package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.engine.AdoptNode;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Survey;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.faults.RecordingWork;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Machines of ours that no node accounts for are told of, taken back or removed; those of others never. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class StraysTest extends AtOpenSite {
    private static final InstallationId THEIRS = new InstallationId("theirs");

    /** A node whose record is lost. */
    private Node stray() {
        Node node = vivarium.create(site.spec()).await();
        vivarium.snapshot(node.id(), "до").await();
        vivarium.installation().journal().remove(node.id());
        return node;
    }

    private List<NodeId> strays() {
        return vivarium.lookout().strays("local").stream().map(Machine::node).toList();
    }

    private Operation<Node> adopt(Node stray, String name) {
        return vivarium.lookout().adopt(vivarium.lookout().describe("local", stray.id(), name));
    }

    @Test
    void aStrayIsTakenBackWithItsSnapshotsAndIsReady() {
        Node lost = stray();
        assertThat(strays()).containsExactly(lost.id());

        Node node = adopt(lost, "найдена").await();

        assertThat(node.state()).isEqualTo(NodeState.READY);
        assertThat(node.spec().name()).isEqualTo("найдена");
        assertThat(node.spec().cores()).isEqualTo(lost.spec().cores());
        assertThat(node.spec().memoryMiB()).isEqualTo(lost.spec().memoryMiB());
        assertThat(node.spec().diskMiB()).isEqualTo(lost.spec().diskMiB());
        assertThat(node.identity()).isEqualTo(lost.identity());
        assertThat(node.machine().orElseThrow().ref())
                .isEqualTo(lost.machine().orElseThrow().ref());
        assertThat(node.snapshots()).singleElement().satisfies(s -> {
            assertThat(s.snapshot().name()).isEqualTo("до");
            assertThat(s.origin()).isEqualTo(NodeSnapshot.Origin.USER);
        });
        assertThat(strays()).isEmpty();
        Node back = vivarium.rollback(
                        node.id(), node.snapshots().get(0).snapshot().id())
                .await();
        assertThat(back.state()).isEqualTo(NodeState.READY);
        vivarium.delete(node.id()).await();
        assertThat(site.server().size()).isZero();
    }

    @Test
    void oneThatIsOffIsStoppedAndStartsWithANewSeedWhereItsOwnIsLost() {
        Node lost = stray();
        others().stop(lost.machine().orElseThrow(), StopMode.FORCED, new RecordingWork());
        vivarium.installation().files(lost.id()).delete();

        Node node = adopt(lost, Site.NODE).await();

        assertThat(node.state()).isEqualTo(NodeState.STOPPED);
        assertThat(site.server().media(node.machine().orElseThrow()))
                .singleElement()
                .satisfies(m -> assertThat(m.file()).exists().hasFileName("seed-scrubbed.iso"));
        assertThat(vivarium.start(node.id()).await().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void anImageBelowAStrayStaysAndIsItsAgainAfterwards() {
        Node lost = stray();
        adopt(lost, Site.NODE).await();
        assertThatThrownBy(() -> vivarium.images()
                        .remove(vivarium.images().list().get(0).digest().toString(), new RecordingWork()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.used"));
    }

    @Test
    void aStrayIsRemovedByRequestOnlyWithAllThatIsKeptOfIt() {
        Node lost = stray();
        vivarium.lookout().survey("local", Survey.Scope.all());
        assertThat(site.server().size()).isEqualTo(1);

        vivarium.lookout().remove("local", lost.id()).await();

        assertThat(site.server().size()).isZero();
        assertThat(vivarium.installation().files(lost.id()).directory()).doesNotExist();
        assertThat(vivarium.images().list()).allMatch(i -> i.users().isEmpty());
        vivarium.lookout().remove("local", lost.id()).await();
    }

    @Test
    void theMachineOfANodeIsNoStray() {
        Node node = vivarium.create(site.spec()).await();
        assertThat(strays()).isEmpty();
        assertConflict(() -> vivarium.lookout().remove("local", node.id()), "stray.is-node");
        assertConflict(() -> vivarium.lookout().describe("local", node.id(), "x"), "stray.is-node");
        assertThat(site.server().size()).isEqualTo(1);
    }

    @Test
    void aNameThatIsTakenIsRefusedAndTheStrayStays() {
        Node lost = stray();
        vivarium.create(site.spec()).await();
        assertConflict(() -> adopt(lost, Site.NODE), "node.exists");
        assertThat(strays()).containsExactly(lost.id());
    }

    @Test
    void whatBelongsToOthersIsNeitherListedNorTakenNorRemoved() {
        Node node = vivarium.create(site.spec()).await();
        Hypervisor theirs = site.server().connect("theirs", THEIRS);
        Machine machine = theirs.create(site.machine(node, THEIRS), new RecordingWork());
        theirs.start(machine, new RecordingWork());
        vivarium.delete(node.id()).await(); // from now on only theirs has this id

        assertThat(strays()).isEmpty();
        Survey.Seen seen = vivarium.lookout().survey("local", Survey.Scope.all());
        assertThat(seen.machines()).isZero();
        assertThat(seen.strays()).isEmpty();
        assertThatThrownBy(() -> vivarium.lookout().describe("local", node.id(), "чужая"))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("stray.unknown"));
        vivarium.lookout().remove("local", node.id()).await();
        assertThat(theirs.find(node.id()).orElseThrow().power()).isEqualTo(Power.RUNNING);
    }

    @Test
    void aMachineThatAnOldListShowsIsNoStray() {
        Node node = vivarium.create(site.spec()).await();
        vivarium.delete(node.id()).await();
        site.server().faults().at("machines", Fault.staleRead());
        assertThat(vivarium.lookout().survey("local", Survey.Scope.all()).strays())
                .isEmpty();
    }

    @Test
    void oneThatIsKnownIsNotAskedForAgain() {
        Node lost = stray();
        site.server().faults().always("find", Fault.throwing(Kind.INTERNAL, "simulated.asked", "asked"));
        Survey.Scope known = new Survey.Scope(n -> false, Set.of(lost.id()));
        assertThat(vivarium.lookout().survey("local", known).strays())
                .extracting(Machine::node)
                .containsExactly(lost.id());
    }

    @Test
    void anAdoptionThatFailsLeavesAStray() {
        Node lost = stray();
        AdoptNode.Request wish = vivarium.lookout().describe("local", lost.id(), Site.NODE);
        site.server()
                .faults()
                .at("snapshot-list", Fault.throwing(Kind.HYPERVISOR_FAULT, "simulated.broken", "сломано"));
        assertThatThrownBy(() -> vivarium.lookout().adopt(wish).await()).hasMessageContaining("left as it was");
        assertThat(vivarium.nodes()).isEmpty();
        assertThat(strays()).containsExactly(lost.id());
        assertThat(vivarium.lookout().adopt(wish).await().state()).isEqualTo(NodeState.READY);
    }

    private Hypervisor others() {
        return site.server().connect("others", vivarium.installation().id());
    }

    private static void assertConflict(ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(VivariumException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            assertThat(e.code()).isEqualTo(code);
        });
    }
}
