package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies at any write of what makes, starts, stops and removes a node. */
class EngineCrashTest extends AtEveryWrite {
    private void running(Vivarium vivarium) {
        vivarium.node(Site.NODE).ifPresentOrElse(n -> vivarium.start(n.id()).await(), () -> ready(vivarium));
    }

    private static void clean(Vivarium vivarium) {
        vivarium.nodes().forEach(n -> vivarium.delete(n.id()).await());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void create(boolean afterTheWrite) {
        int deaths = dieEverywhere(afterTheWrite, v -> v.create(site.spec()), EngineCrashTest::clean, v -> {
            assertThat(node(v).state()).isEqualTo(NodeState.READY);
            assertThat(site.server().size()).isEqualTo(1);
            assertThat(v.nodes()).hasSize(1);
        });
        assertThat(deaths).isGreaterThan(20);
    }

    @Test
    void cloneOfRunningSource() {
        cloneOfRunningSource(true);
    }

    @Test
    @Tag("full")
    void cloneOfRunningSourceBeforeTheWrite() {
        cloneOfRunningSource(false);
    }

    private void cloneOfRunningSource(boolean afterTheWrite) {
        int deaths = dieEverywhere(
                afterTheWrite,
                v -> v.clone(new CloneNode.Wish(node(v).id(), "эхо", false, Optional.empty(), SnapshotKind.STOPPED)),
                v -> {
                    ready(v);
                    v.node("эхо").ifPresent(n -> v.delete(n.id()).await());
                },
                v -> {
                    assertThat(v.node("эхо").orElseThrow().state()).isEqualTo(NodeState.READY);
                    assertThat(site.server().size()).isEqualTo(2);
                    assertThat(v.refresh(node(v).id()).state()).isEqualTo(NodeState.READY);
                    assertThat(site.snapshotsOnServer(node(v))).isEmpty();
                });
        assertThat(deaths).isGreaterThan(20);
    }

    @Test
    void createWithSecrets() throws IOException {
        Path key = Files.writeString(directory.resolve("ключ"), "canary-7781");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path bundle = site.release("2.0", "secrets: [TOKEN]\n");
        NodeSpec spec = site.spec().with(Optional.of(bundle), Map.of("TOKEN", "file:" + key));
        int deaths = dieEverywhere(true, v -> v.create(spec), EngineCrashTest::clean, v -> {
            assertThat(node(v).state()).isEqualTo(NodeState.READY);
            assertThat(site.server().guest(node(v).machine().orElseThrow()).file("/etc/vivarium/secrets.env"))
                    .hasValueSatisfying(text -> assertThat(text).contains("canary-7781"));
        });
        assertThat(deaths).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stop(boolean afterTheWrite) {
        int deaths = dieEverywhere(
                afterTheWrite,
                v -> v.stop(node(v).id()),
                this::running,
                v -> assertThat(node(v).state()).isEqualTo(NodeState.STOPPED));
        assertThat(deaths).isGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void start(boolean afterTheWrite) {
        int deaths = dieEverywhere(
                afterTheWrite,
                v -> v.start(node(v).id()),
                v -> v.stop(ready(v).id()).await(),
                v -> assertThat(node(v).state()).isEqualTo(NodeState.READY));
        assertThat(deaths).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void delete(boolean afterTheWrite) {
        int deaths = dieEverywhere(afterTheWrite, v -> v.delete(node(v).id()), this::ready, v -> {
            assertThat(v.nodes()).isEmpty();
            assertThat(site.server().size()).isZero();
            assertThat(leftOf(v)).isEmpty();
        });
        assertThat(deaths).isGreaterThan(4);
    }

    /** Directories of nodes and leases that nobody holds. */
    private static List<String> leftOf(Vivarium vivarium) {
        List<String> left = new ArrayList<>();
        Path home = vivarium.installation().config().home();
        for (Path place : List.of(home.resolve("nodes"), home.resolve("journal/nodes"))) {
            if (Files.exists(place)) {
                try (Stream<Path> list = Files.list(place)) {
                    list.forEach(p -> left.add(p.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return left;
    }
}
