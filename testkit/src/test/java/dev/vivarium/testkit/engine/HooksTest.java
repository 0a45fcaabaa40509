package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A bundle becomes quiet for a snapshot, and always goes on after it. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class HooksTest extends AtOpenSite {
    static final String HOOKS = "hooks: {quiesce: boot/quiesce.sh, resume: boot/resume.sh}\n";

    private Node node;

    @BeforeEach
    void aNodeThatIsReady() {
        Path bundle = site.release("1.0", HOOKS);
        node = vivarium.create(site.spec().with(Optional.of(bundle), Map.of())).await();
    }

    @Test
    void itIsQuietInTheSnapshotAndGoesOnAfterwardsAndAfterARollback() {
        NodeSnapshot taken = vivarium.snapshot(node.id(), "до").await();
        assertThat(hooks()).containsExactly("quiesce", "resume");
        assertThat(guest().memory("quiet")).contains("false");
        Node back = vivarium.rollback(node.id(), taken.snapshot().id()).await();
        assertThat(back.state()).isEqualTo(NodeState.READY);
        assertThat(hooks()).containsExactly("quiesce", "resume", "resume");
        assertThat(guest().memory("quiet")).contains("false");
    }

    @Test
    void aSafetySnapshotIsQuietToo() {
        NodeSnapshot taken = vivarium.snapshot(node.id(), "до").await();
        vivarium.rollback(node.id(), new RollbackNode.Request(taken.snapshot().id(), Optional.of(SnapshotId.random())))
                .await();
        assertThat(hooks()).containsExactly("quiesce", "resume", "quiesce", "resume", "resume");
    }

    @Test
    void withoutQuietThereIsNoSnapshotAndTheBundleGoesOn() {
        guest().misbehave(Misbehaviour.QUIESCE_FAILS);
        VivariumException failure = failure();
        assertThat(failure.code()).isEqualTo("guest.hook-quiesce");
        assertThat(failure.logTail()).contains("does not want to");
        assertThat(hooks()).containsExactly("quiesce", "resume");
        Node left = vivarium.node(node.id()).orElseThrow();
        assertThat(left.snapshots()).isEmpty();
        assertThat(left.state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aBundleThatDoesNotGoOnMakesTheNodeUnreadyButTheSnapshotIsGood() {
        guest().misbehave(Misbehaviour.RESUME_FAILS);
        assertThat(failure().code()).isEqualTo("guest.hook-resume");
        Node left = vivarium.node(node.id()).orElseThrow();
        assertThat(left.snapshots()).hasSize(1);
        assertThat(left.state()).isEqualTo(NodeState.UNREADY);
        assertThat(left.problem().orElseThrow()).contains("resume");
    }

    @Test
    void aSnapshotOnTheWayIsKnownEvenIfTheBundleDoesNotGoOn() {
        NodeSnapshot taken = vivarium.snapshot(node.id(), "до").await();
        guest().misbehave(Misbehaviour.RESUME_FAILS);
        RollbackNode.Request request =
                new RollbackNode.Request(taken.snapshot().id(), Optional.of(SnapshotId.random()));
        assertThat(catchThrowableOfType(
                                VivariumException.class,
                                () -> vivarium.rollback(node.id(), request).await())
                        .code())
                .isEqualTo("guest.hook-resume");
        assertThat(vivarium.node(node.id()).orElseThrow().snapshots())
                .extracting(s -> s.snapshot().id())
                .containsExactlyInAnyOrderElementsOf(
                        site.snapshotsOnServer(node).stream().map(s -> s.id()).toList())
                .hasSize(2);
    }

    private VivariumException failure() {
        VivariumException failure = catchThrowableOfType(
                VivariumException.class,
                () -> vivarium.snapshot(node.id(), "до").await());
        assertThat(failure).isNotNull();
        return failure;
    }

    private List<String> hooks() {
        return site.server().guests().commands().seen().stream()
                .filter(line -> line.contains(" hook "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private GuestState guest() {
        return site.server().guest(node.machine().orElseThrow());
    }
}
