package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.Crash;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process dies at every single write to its journal, before and after the write, in every operation; the same request
 * again finishes the work: one machine, one snapshot, nothing left. Most of its time is waiting for guests, so these run side
 * by side.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class EngineCrashTest {
    @TempDir
    Path directory;

    private Site site;

    @BeforeEach
    void site() {
        site = new Site(directory);
    }

    @AfterEach
    void nothingListens() {
        site.server().close();
    }

    /** Does it again and again, dying one write later each time, until it does not die. @return how often it died */
    private int dieEverywhere(
            boolean afterwards,
            Function<Vivarium, Operation<?>> request,
            Consumer<Vivarium> prepare,
            Consumer<Vivarium> check) {
        for (int cut = 1; ; cut++) {
            try (Vivarium vivarium = site.open()) {
                prepare.accept(vivarium);
            }
            boolean died = dies(cut, afterwards, request);
            try (Vivarium vivarium = site.open()) {
                if (died) {
                    again(vivarium, request);
                }
                check.accept(vivarium);
                assertThat(vivarium.resume()).as("unfinished after cut " + cut).isEmpty();
            }
            if (!died) {
                return cut - 1;
            }
        }
    }

    private boolean dies(int cut, boolean afterwards, Function<Vivarium, Operation<?>> request) {
        List<CuttingJournal> journals = new ArrayList<>();
        try (Vivarium vivarium = site.open(journal -> {
            CuttingJournal cutting = new CuttingJournal(journal, cut, afterwards);
            journals.add(cutting);
            return cutting;
        })) {
            request.apply(vivarium).await();
        } catch (Crash e) {
            return true; // while it was being accepted
        } catch (VivariumException e) {
            if (!journals.get(0).hasCut()) {
                throw e;
            }
        }
        return journals.get(0).hasCut();
    }

    /** What a person does: asks again. What had just ended, or was accepted as another operation, is waited for. */
    private static void again(Vivarium vivarium, Function<Vivarium, Operation<?>> request) {
        vivarium.resume().forEach(Operation::await);
        try {
            request.apply(vivarium).await();
        } catch (VivariumException e) {
            assertThat(e.code()).as(e.message()).isIn("node.exists", "snapshot.exists", "node.unknown", "gone");
        }
    }

    private Node ready(Vivarium vivarium) {
        return vivarium.node(Site.NODE)
                .orElseGet(() -> vivarium.create(site.spec()).await());
    }

    private void running(Vivarium vivarium) {
        vivarium.node(Site.NODE).ifPresentOrElse(n -> vivarium.start(n.id()).await(), () -> ready(vivarium));
    }

    private static Node node(Vivarium vivarium) {
        return vivarium.node(Site.NODE).orElseThrow(() -> new VivariumException(Kind.NOT_FOUND, "gone", "gone"));
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

    private static NodeSnapshot snapshot(Node node) {
        return node.snapshots().get(0);
    }
}
