package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies at any write of what takes a snapshot, goes back to one and removes one. */
class SnapshotCrashTest extends AtEveryWrite {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void snapshot(boolean afterTheWrite) {
        int deaths = dieEverywhere(
                afterTheWrite,
                v -> v.snapshot(node(v).id(), "перед"),
                v -> {
                    Node node = ready(v);
                    node.snapshots()
                            .forEach(s -> v.deleteSnapshot(
                                            node.id(), s.snapshot().id())
                                    .await());
                },
                v -> {
                    assertThat(node(v).snapshots())
                            .extracting(s -> s.snapshot().name())
                            .containsExactly("перед");
                    assertThat(v.refresh(node(v).id()).snapshots()).hasSize(1);
                    assertThat(node(v).state()).isEqualTo(NodeState.READY);
                });
        assertThat(deaths).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rollback(boolean afterTheWrite) {
        int deaths = dieEverywhere(
                afterTheWrite,
                v -> v.rollback(node(v).id(), snapshot(node(v)).snapshot().id()),
                v -> {
                    Node node = ready(v);
                    if (node.snapshots().isEmpty()) {
                        v.snapshot(node.id(), "перед").await();
                    }
                },
                v -> {
                    assertThat(node(v).state()).isEqualTo(NodeState.READY);
                    assertThat(node(v).snapshots()).hasSize(1);
                    assertThat(site.server().size()).isEqualTo(1);
                });
        assertThat(deaths).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void snapshotWithHooks(boolean afterTheWrite) {
        Path bundle = site.release("1.0", HooksTest.HOOKS);
        int deaths = dieEverywhere(
                afterTheWrite,
                v -> v.snapshot(node(v).id(), "тихо"),
                v -> {
                    Node node = v.node(Site.NODE)
                            .orElseGet(() -> v.create(site.spec().with(Optional.of(bundle), Map.of()))
                                    .await());
                    node.snapshots()
                            .forEach(s -> v.deleteSnapshot(
                                            node.id(), s.snapshot().id())
                                    .await());
                },
                v -> {
                    assertThat(node(v).snapshots()).hasSize(1);
                    assertThat(node(v).state()).isEqualTo(NodeState.READY);
                    assertThat(site.server()
                                    .guest(node(v).machine().orElseThrow())
                                    .memory("quiet"))
                            .as("it goes on")
                            .isNotEqualTo(Optional.of("true"));
                });
        assertThat(deaths).isGreaterThan(12);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deleteSnapshot(boolean afterTheWrite) {
        dieEverywhere(
                afterTheWrite,
                v -> v.deleteSnapshot(
                        node(v).id(),
                        v.node(Site.NODE).orElseThrow().snapshots().stream()
                                .findFirst()
                                .map(s -> s.snapshot().id())
                                .orElseGet(SnapshotId::random)),
                v -> {
                    if (ready(v).snapshots().isEmpty()) {
                        v.snapshot(node(v).id(), "weg").await();
                    }
                },
                v -> assertThat(v.refresh(node(v).id()).snapshots()).isEmpty());
    }

    private static NodeSnapshot snapshot(Node node) {
        return node.snapshots().get(0);
    }
}
