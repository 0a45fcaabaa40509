package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class UpdateBundleTest extends AtOpenSite {
    private Node node;

    @BeforeEach
    void aNodeThatIsReady() {
        node = vivarium.create(site.spec()).await();
    }

    @Test
    void theNewReleaseRunsAndTheWayBackIsASnapshot() {
        Node updated = vivarium.update(node.id(), site.release("1.1", "")).await();
        assertThat(updated.state()).isEqualTo(NodeState.READY);
        assertThat(release(updated)).isEqualTo("1.1");
        assertThat(updated.spec().bundle()).contains(directory.resolve("AGI-core-1.1"));
        assertThat(site.server().media(updated.machine().orElseThrow())).hasSize(1);
        NodeSnapshot before = updated.snapshots().get(0);
        assertThat(before.snapshot().name()).startsWith("before-update-");
        assertThat(before.bundle().map(NodeBundle::release)).contains("1.0");

        Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();
        assertThat(back.state()).isEqualTo(NodeState.READY);
        assertThat(release(back)).isEqualTo("1.0");
        assertThat(back.spec()).isEqualTo(node.spec());
    }

    @Test
    void theSameWishAfterwardsIsTheNodeThatThereIs() {
        Path next = site.release("1.1", "");
        Node updated = update(next).await();
        assertThat(updated.snapshots()).isEmpty();
        assertThat(updated.spec().asksTheSameAs(site.spec())).isFalse();
        assertThat(updated.spec().with(Optional.of(directory.resolve("AGI-core")), Map.of()))
                .isEqualTo(node.spec());
        assertThat(release(update(next).await())).isEqualTo("1.1");
    }

    @ParameterizedTest
    @CsvSource({"UPDATE_FAILED,guest.service-failed", "UPDATE_TALKS_NONSENSE,guest.probe-failed"})
    void whatCannotRunIsSwitchedBackFrom(Misbehaviour wrong, String code) {
        guest().misbehave(wrong);
        VivariumException failure = failure(site.release("1.1", ""));
        assertThat(failure.code()).as(failure.message()).isEqualTo(code);
        assertThat(failure.message()).endsWith("; the node runs muse 1.0, as before");
        Node left = vivarium.node(node.id()).orElseThrow();
        assertThat(left.state()).isEqualTo(NodeState.READY);
        assertThat(left.problem()).isEmpty();
        assertThat(release(left)).isEqualTo("1.0");
        assertThat(left.spec()).isEqualTo(node.spec());
        assertThat(site.server().media(left.machine().orElseThrow())).hasSize(1);
        assertThat(vivarium.verify(node.id()).await().ready()).isTrue();
    }

    @Test
    void whereTheOldReleaseDoesNotComeBackEitherTheWayOutIsSaid() {
        guest().misbehave(Misbehaviour.UPDATE_FAILED, Misbehaviour.TALKS_NONSENSE);
        VivariumException failure = failure(site.release("1.1", ""));
        assertThat(failure.kind()).isEqualTo(Kind.NEEDS_OPERATOR);
        Node left = vivarium.node(node.id()).orElseThrow();
        assertThat(failure.message())
                .contains("vivarium rollback " + Site.NODE + " "
                        + left.snapshots().get(0).snapshot().name());
        assertThat(left.state()).isEqualTo(NodeState.NEEDS_OPERATOR);
        guest().behave();
        vivarium.rollback(node.id(), left.snapshots().get(0).snapshot().id()).await();
        assertThat(vivarium.node(node.id()).orElseThrow().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void whatWouldFailIsFoundBeforeAnythingIsTouched() {
        Path next = site.release("1.1", """
                secrets: [TOKEN]
                requires: {memoryMiB: 99999}
                """);
        VivariumException failure = failure(next);
        assertThat(failure.message()).contains("99999 MiB of memory", "--secret TOKEN=env:VARIABLE");
        assertThat(vivarium.node(node.id()).orElseThrow().snapshots()).isEmpty();
        assertThat(vivarium.node(node.id()).orElseThrow().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aPortThatWasNeverPublishedIsFoundAndANodeThatIsOffIsNotUpdated() {
        Path next = site.release("1.1", "");
        Path other = site.release("1.2", "").resolve("bundle.yaml");
        Site.edit(other, text -> text.replace("port: 8080", "port: 8099"));
        assertThat(failure(site.directory().resolve("AGI-core-1.2")).message())
                .contains("port 8099 was not published", "--publish 8099");
        vivarium.stop(node.id()).await();
        VivariumException failure = failure(next);
        assertThat(failure.code()).isEqualTo("update.not-running");
        assertThat(vivarium.node(node.id()).orElseThrow().state()).isEqualTo(NodeState.STOPPED);
    }

    private Operation<Node> update(Path bundle) {
        return vivarium.update(node.id(), new UpdateBundle.Request(bundle, Map.of(), Optional.empty()));
    }

    private VivariumException failure(Path bundle) {
        VivariumException failure = catchThrowableOfType(
                VivariumException.class,
                () -> vivarium.update(node.id(), bundle).await());
        assertThat(failure).as("it must not be updated").isNotNull();
        return failure;
    }

    private GuestState guest() {
        return site.server().guest(node.machine().orElseThrow());
    }

    private static String release(Node of) {
        return of.bundle().orElseThrow().release();
    }
}
