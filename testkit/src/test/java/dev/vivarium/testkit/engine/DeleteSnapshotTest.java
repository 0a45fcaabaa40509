package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.engine.DeleteSnapshot;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was decided before a snapshot was pinned is looked at again before it is removed. */
class DeleteSnapshotTest extends AtOpenSite {
    private NodeId node;
    private SnapshotId taken;

    @BeforeEach
    void snapshot() {
        node = vivarium.create(site.spec(Site.NODE, Duration.ofSeconds(5)))
                .await()
                .id();
        taken = vivarium.snapshot(node, "вечер").await().snapshot().id();
    }

    @Test
    void oneThatWasPinnedMeanwhileStays() {
        vivarium.edit(node, taken, s -> s.pinned(true));
        assertThatThrownBy(() -> vivarium.deleteSnapshot(node, new DeleteSnapshot.Request(taken, true))
                        .await())
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
                    assertThat(e.code()).isEqualTo("snapshot.pinned");
                });
        Node after = vivarium.refresh(node);
        assertThat(after.state()).isEqualTo(NodeState.READY);
        assertThat(after.snapshot(taken)).isPresent();
        assertThat(site.snapshotsOnServer(after)).hasSize(1);

        vivarium.edit(node, taken, s -> s.pinned(false));
        vivarium.deleteSnapshot(node, new DeleteSnapshot.Request(taken, true)).await();
        assertThat(vivarium.refresh(node).snapshots()).isEmpty();
    }

    @Test
    void whoeverNamesItRemovesItPinnedOrNot() {
        vivarium.edit(node, taken, s -> s.pinned(true));
        assertThat(vivarium.deleteSnapshot(node, taken).await().snapshots()).isEmpty();
    }
}
