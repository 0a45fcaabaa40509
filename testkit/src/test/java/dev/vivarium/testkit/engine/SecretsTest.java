package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.engine.BindSecrets;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The values of secrets go into the guest over SSH, and are nowhere else on this computer than where the user keeps them. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class SecretsTest extends AtOpenSite {
    private static final String VALUE = "canary-7781 «ключ»";

    @TempDir
    Path vault;

    private Path bundle;

    @BeforeEach
    void open() {
        bundle = site.release("2.0", "secrets: [TOKEN]\nhooks: {quiesce: boot/quiesce.sh, resume: boot/resume.sh}\n");
    }

    @Test
    void theGuestHasTheValueAndNoFileOfOursDoes() throws IOException {
        Node node = vivarium.create(spec(Map.of("TOKEN", kept("token", VALUE)))).await();
        assertThat(node.state()).isEqualTo(NodeState.READY);
        assertThat(inGuest(node)).contains("TOKEN=\"" + VALUE + "\"");
        vivarium.snapshot(node.id(), "с секретом").await();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary-7781");
            }
        }
        assertThat(site.server().guests().commands().seen()).noneMatch(line -> line.contains("canary"));
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            assertThat(all.flatMap(p -> p.info().commandLine().stream()))
                    .noneMatch(line -> line.contains("canary-7781"));
        }
    }

    @Test
    void nothingIsHandedOverWhereThereAreNone() throws IOException {
        Node with = vivarium.create(spec(Map.of("TOKEN", kept("token", VALUE)))).await();
        vivarium.snapshot(with.id(), "с секретом").await();
        vivarium.rollback(with.id(), snapshot(with)).await();
        assertThat(operationsThatHandOver(with)).containsExactlyInAnyOrder("create", "rollback");
        vivarium.delete(with.id()).await();

        Node without = vivarium.create(site.spec()).await();
        vivarium.snapshot(without.id(), "без секрета").await();
        vivarium.rollback(without.id(), snapshot(without)).await();
        assertThat(operationsThatHandOver(without)).isEmpty();
    }

    private SnapshotId snapshot(Node node) {
        return vivarium.node(node.id())
                .orElseThrow()
                .snapshots()
                .get(0)
                .snapshot()
                .id();
    }

    private List<String> operationsThatHandOver(Node node) {
        return vivarium.installation().journal().ended(node.id()).stream()
                .map(OperationHistory::record)
                .filter(r -> r.steps().contains("secrets"))
                .map(OperationRecord::kind)
                .toList();
    }

    @Test
    void whatIsMissingUnknownOrUnreadableIsFoundBeforehand() throws IOException {
        assertThat(vivarium.preflight(spec(Map.of())))
                .extracting(Finding::message)
                .containsExactly("the bundle needs a secret TOKEN");
        assertThat(vivarium.preflight(spec(Map.of("TOKEN", kept("t", VALUE), "TOKNE", "env:X"))))
                .extracting(Finding::message)
                .containsExactly("the bundle has no secret TOKNE");
        assertThat(vivarium.preflight(spec(Map.of("TOKEN", "env:VIVARIUM_TEST_SURELY_NOT_SET"))))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("VIVARIUM_TEST_SURELY_NOT_SET is not set");
        VivariumException value =
                catchThrowableOfType(VivariumException.class, () -> spec(Map.of("TOKEN", "canary-itself")));
        assertThat(value.message()).contains("never as the value itself").doesNotContain("canary");
    }

    @Test
    void anUpdateBringsItsOwnAndARollbackKeepsThoseOfToday() throws IOException {
        Node node = vivarium.create(spec(Map.of("TOKEN", kept("token", VALUE)))).await();
        NodeSnapshot before = vivarium.snapshot(node.id(), "до").await();
        Files.writeString(vault.resolve("token"), "другой");
        Path next = site.release("2.1", "secrets: [TOKEN, MORE]\n");
        Node updated = vivarium.update(
                        node.id(),
                        new UpdateBundle.Request(next, Map.of("MORE", kept("more", "ещё")), Optional.empty()))
                .await();
        assertThat(updated.spec().secrets()).containsOnlyKeys("TOKEN", "MORE");
        assertThat(inGuest(updated)).contains("# secrets: MORE TOKEN\n", "другой", "ещё");
        Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();
        assertThat(back.state()).isEqualTo(NodeState.READY);
        assertThat(inGuest(back)).contains("# secrets: TOKEN\n", "другой").doesNotContain(VALUE);
        assertThat(back.spec()).as("what the bundle of then needs").isEqualTo(node.spec());
        Files.writeString(vault.resolve("token"), "третий");
        vivarium.secrets(node.id(), new BindSecrets.Request(Map.of())).await();
        assertThat(inGuest(back)).contains("третий");
    }

    @Test
    void aRollbackAcrossAnUpdateThatNeedsOtherSecretsBringsTheOldOnesBack() throws IOException {
        Node node = vivarium.create(spec(Map.of("TOKEN", kept("token", VALUE)))).await();
        NodeSnapshot before = vivarium.snapshot(node.id(), "до").await();
        Path next = site.release("2.1", "secrets: [OTHER]\n");
        Node updated = vivarium.update(
                        node.id(),
                        new UpdateBundle.Request(next, Map.of("OTHER", kept("other", "иной")), Optional.empty()))
                .await();
        assertThat(updated.spec().secrets()).containsOnlyKeys("OTHER");
        Files.writeString(vault.resolve("token"), "сегодняшний");
        CloneNode.Wish wish = new CloneNode.Wish(
                node.id(), "эхо", false, Optional.of(before.snapshot().id()), SnapshotKind.CRASH);
        Node clone = vivarium.clone(wish).await();
        assertThat(clone.spec().secrets()).containsOnlyKeys("TOKEN");
        assertThat(clone.spec().bundle()).isEqualTo(node.spec().bundle());
        assertThat(inGuest(clone)).contains("сегодняшний");
        Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();
        assertThat(back.state()).isEqualTo(NodeState.READY);
        assertThat(back.spec()).isEqualTo(node.spec());
        assertThat(inGuest(back)).contains("# secrets: TOKEN\n", "сегодняшний").doesNotContain("иной");
        vivarium.secrets(node.id(), new BindSecrets.Request(Map.of())).await();
    }

    @Test
    void aRollbackDoesNotFailForASecretThatIsNotThereAnyMore() throws IOException {
        Node node = vivarium.create(spec(Map.of("TOKEN", kept("token", VALUE)))).await();
        NodeSnapshot before = vivarium.snapshot(node.id(), "до").await();
        Files.delete(vault.resolve("token"));
        assertThat(vivarium.rollback(node.id(), before.snapshot().id()).await().state())
                .isEqualTo(NodeState.READY);
        assertThat(inGuest(node)).contains(VALUE);
    }

    private String inGuest(Node node) {
        return site.server()
                .guest(node.machine().orElseThrow())
                .file("/etc/vivarium/secrets.env")
                .orElse("");
    }

    private NodeSpec spec(Map<String, String> secrets) {
        return site.spec().with(Optional.of(bundle), secrets);
    }

    private String kept(String name, String value) throws IOException {
        Path file = Files.writeString(vault.resolve(name), value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return "file:" + file;
    }
}
