package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clones of nodes, on the simulated hypervisor; side by side, as most of the time goes into waiting for guests. */
@Execution(ExecutionMode.CONCURRENT)
class CloneNodeTest extends AtOpenSite {
    private static final String MEMORY = "/var/lib/vivarium/state/memory/exchanges.jsonl";
    private static final String CLONE = "эхо";

    private Node source;

    @BeforeEach
    void source() {
        source = vivarium.create(site.spec(Site.NODE, Duration.ofSeconds(5))).await();
        guest(source).file(MEMORY, "помню\n");
    }

    @Test
    void cloneOfStoppedNodeIsSomebodyElseWithTheSameMemory() {
        vivarium.stop(source.id()).await();
        Node clone = clone(true, Optional.empty()).await();

        assertThat(clone.state()).isEqualTo(NodeState.READY);
        assertThat(clone.id()).isNotEqualTo(source.id());
        assertThat(clone.spec().name()).isEqualTo(CLONE);
        assertThat(clone.identity().hostKey()).isNotEqualTo(source.identity().hostKey());
        assertThat(clone.identity().mac()).isNotEqualTo(source.identity().mac());
        assertThat(clone.identity().instanceId()).isNotEqualTo(source.identity().instanceId());
        assertThat(clone.identity().hostname()).isNotEqualTo(source.identity().hostname());
        assertThat(clone.bundle()).isEqualTo(source.bundle());
        assertThat(clone.snapshots()).isEmpty();
        assertThat(guest(clone).file(MEMORY))
                .hasValueSatisfying(m -> assertThat(m).startsWith("помню"));
        assertThat(guest(clone).file("/etc/vivarium/plan"))
                .hasValueSatisfying(p -> assertThat(p).contains(clone.id().toString()));
        assertThat(vivarium.refresh(source.id()).state()).isEqualTo(NodeState.STOPPED);
        assertThat(vivarium.start(source.id()).await().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void sourceThatRunsRunsOnAndKeepsNoSnapshot() {
        String boot = guest(source).bootId().orElseThrow();
        assertThat(clone(false, Optional.empty()).await().state()).isEqualTo(NodeState.READY);
        assertThat(guest(source).bootId()).contains(boot);
        assertThat(site.snapshotsOnServer(source)).isEmpty();
        assertThat(vivarium.refresh(source.id()).state()).isEqualTo(NodeState.READY);
    }

    @Test
    void sourceThatRunsAndCannotBeFrozenIsNotCloned() {
        site.server().deny(Capability.SNAPSHOT_FROZEN, "no agent answers");
        VivariumException e = refusal(clone(false, Optional.empty()));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e.message()).contains("no agent answers", "stop it first", "--min-consistency crash");
        assertThat(vivarium.node(CLONE)).isEmpty();
        assertThat(site.server().size()).isEqualTo(1);
        Node clone = vivarium.clone(wish(false, Optional.empty(), SnapshotKind.CRASH))
                .await();
        assertThat(clone.state()).isEqualTo(NodeState.READY);
    }

    @Test
    void snapshotIsClonedAsItWas() {
        NodeSnapshot then = take(SnapshotKind.STOPPED);
        guest(source).file(MEMORY, "потом\n");
        Node clone = clone(true, Optional.of(then.snapshot().id())).await();
        assertThat(guest(clone).file(MEMORY))
                .hasValueSatisfying(m -> assertThat(m).startsWith("помню"));
        assertThat(site.snapshotsOnServer(source)).hasSize(1);
        vivarium.delete(source.id()).await();
        assertThat(vivarium.verify(clone.id()).await().ready()).isTrue();
    }

    @Test
    void liveSnapshotIsRefusedUnlessAllowed() {
        NodeSnapshot live = take(SnapshotKind.LIVE);
        Optional<SnapshotId> from = Optional.of(live.snapshot().id());
        VivariumException e = catchThrowableOfType(VivariumException.class, () -> clone(false, from));
        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(e.message()).contains("--min-consistency crash");
        assertThat(vivarium.nodes()).hasSize(1);
        assertThat(vivarium.clone(wish(false, from, SnapshotKind.CRASH)).await().state())
                .isEqualTo(NodeState.READY);
    }

    @Test
    void cloneThatFailedInsideIsTriedAgain() {
        vivarium.stop(source.id()).await();
        site.server().misbehave(Misbehaviour.SERVICE_CRASHED);
        assertThat(refusal(clone(false, Optional.empty())).kind()).isEqualTo(Kind.GUEST_FAULT);
        Node failed = vivarium.node(CLONE).orElseThrow();
        assertThat(failed.state()).isEqualTo(NodeState.FAILED);
        guest(failed).behave();
        vivarium.start(source.id()).await(); // what it is now no longer matters
        Node clone = clone(false, Optional.empty()).await();
        assertThat(clone.id()).isEqualTo(failed.id());
        assertThat(clone.state()).isEqualTo(NodeState.READY);
    }

    @Test
    void takenNameAndUnknownSourceAreRefused() {
        CloneNode.Wish same = new CloneNode.Wish(source.id(), Site.NODE, false, Optional.empty(), SnapshotKind.STOPPED);
        assertThat(catchThrowableOfType(VivariumException.class, () -> vivarium.clone(same))
                        .code())
                .isEqualTo("node.exists");
        CloneNode.Wish unknown = wish(false, Optional.of(SnapshotId.random()), SnapshotKind.STOPPED);
        assertThat(catchThrowableOfType(VivariumException.class, () -> vivarium.clone(unknown))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void sourceThatIsWorkedOnIsNotWaitedFor() {
        vivarium.stop(source.id()).await();
        try (Journal.Lease lease =
                vivarium.installation().journal().tryLease(source.id()).orElseThrow()) {
            VivariumException e = refusal(clone(false, Optional.empty()));
            assertThat(e.code()).isEqualTo("clone.source-busy");
        }
        assertThat(vivarium.nodes()).hasSize(1);
        assertThat(clone(false, Optional.empty()).await().state()).isEqualTo(NodeState.READY);
    }

    private Operation<Node> clone(boolean linked, Optional<SnapshotId> from) {
        return vivarium.clone(wish(linked, from, SnapshotKind.STOPPED));
    }

    private CloneNode.Wish wish(boolean linked, Optional<SnapshotId> from, SnapshotKind least) {
        return new CloneNode.Wish(source.id(), CLONE, linked, from, least);
    }

    private NodeSnapshot take(SnapshotKind kind) {
        return vivarium.snapshot(
                        source.id(),
                        new SnapshotNode.Request(
                                SnapshotId.random(),
                                "перед",
                                Optional.of(kind),
                                SnapshotKind.STOPPED,
                                NodeSnapshot.Origin.USER,
                                false))
                .await();
    }

    private GuestState guest(Node node) {
        return site.server().guest(node.machine().orElseThrow());
    }

    private static VivariumException refusal(Operation<Node> operation) {
        VivariumException e = catchThrowableOfType(VivariumException.class, operation::await);
        assertThat(e).isNotNull();
        return e;
    }
}
