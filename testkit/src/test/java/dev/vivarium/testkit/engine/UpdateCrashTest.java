package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies at any write of an update. */
class UpdateCrashTest extends AtEveryWrite {
    /** Back and forth between two releases. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void update(boolean afterTheWrite) {
        Path next = site.release("1.1", "");
        int deaths = dieEverywhere(
                afterTheWrite,
                v -> v.update(node(v).id(), new UpdateBundle.Request(next, Map.of(), Optional.empty())),
                v -> {
                    Node node = ready(v);
                    if (!node.bundle().orElseThrow().release().equals("1.0")) {
                        v.update(
                                        node.id(),
                                        new UpdateBundle.Request(
                                                site.directory().resolve("AGI-core"), Map.of(), Optional.empty()))
                                .await();
                    }
                },
                v -> {
                    assertThat(node(v).state()).isEqualTo(NodeState.READY);
                    assertThat(node(v).bundle().orElseThrow().release()).isEqualTo("1.1");
                    assertThat(site.server().media(node(v).machine().orElseThrow()))
                            .hasSize(1);
                    assertThat(site.server().size()).isEqualTo(1);
                });
        assertThat(deaths).isGreaterThan(20);
    }

    /** The guest switches back by itself; whatever dies on our side, the old release is READY in the end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void updateThatFails(boolean afterTheWrite) {
        Path next = site.release("1.1", "");
        for (int cut = 1; ; cut++) {
            try (Vivarium vivarium = site.open()) {
                Node node = ready(vivarium);
                site.server().guest(node.machine().orElseThrow()).misbehave(Misbehaviour.UPDATE_FAILED);
            }
            boolean died = diesOrFails(
                    cut,
                    afterTheWrite,
                    v -> v.update(node(v).id(), new UpdateBundle.Request(next, Map.of(), Optional.empty())));
            try (Vivarium vivarium = site.open()) {
                vivarium.resume().forEach(o -> assertThatThrownBy(o::await).isInstanceOf(VivariumException.class));
                assertThat(node(vivarium).state()).as("cut " + cut).isEqualTo(NodeState.READY);
                assertThat(node(vivarium).bundle().orElseThrow().release()).isEqualTo("1.0");
                assertThat(site.server().media(node(vivarium).machine().orElseThrow()))
                        .hasSize(1);
            }
            if (!died) {
                assertThat(cut).isGreaterThan(20);
                return;
            }
        }
    }

    private boolean diesOrFails(int cut, boolean afterwards, Function<Vivarium, Operation<?>> request) {
        try {
            return dies(cut, afterwards, request);
        } catch (VivariumException e) {
            assertThat(e.code()).isEqualTo("guest.service-failed");
            return false;
        }
    }
}
