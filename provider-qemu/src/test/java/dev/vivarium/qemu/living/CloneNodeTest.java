package dev.vivarium.qemu.living;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.guest.ExecResult;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real guest is frozen by its own agent, and cloned from that moment; then it is brought back to it. */
@Tag("guest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(1200)
class CloneNodeTest {
    private static final String FROZEN = "замер";
    private static final String CLONE = "эхо";
    private static final Duration EXEC = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private Home home;
    private Vivarium vivarium;

    @BeforeAll
    void source() throws Exception {
        String image = System.getProperty("vivarium.guest.image", "");
        String bundle = System.getProperty("vivarium.muse.bundle", "");
        Assumptions.assumeTrue(
                !image.isEmpty() && !bundle.isEmpty(), "needs the built guest and bundle: run './vivarium test'");
        home = new Home(directory, Path.of(image), Path.of(bundle));
        vivarium = home.open();
        Node node = vivarium.create(home.spec()).await();
        new Muse(node).say("запомни: кит поёт");
    }

    @AfterAll
    void close() {
        if (vivarium != null) {
            vivarium.nodes().forEach(n -> vivarium.delete(n.id()).await());
            vivarium.close();
        }
    }

    @Test
    @Order(1)
    void aGuestIsFrozenForASnapshotAndWritesOn() throws Exception {
        NodeSnapshot frozen = vivarium.snapshot(node().id(), wish()).await();
        assertThat(frozen.snapshot().kind()).isEqualTo(SnapshotKind.FROZEN);
        Muse muse = new Muse(node());
        muse.say("запомни: лёд растаял");
        assertThat(muse.memory()).contains("лёд растаял");
        assertThat(vivarium.verify(node().id()).await().ready()).isTrue();
    }

    @Test
    @Order(2)
    void theCloneIsSomebodyElseWithTheMemoryOfThatMoment() throws Exception {
        String machine = run(node(), "cat /etc/machine-id");
        vivarium.stop(node().id(), StopMode.FORCED).await(); // so that the clone boots alone
        FileTime changed = Files.getLastModifiedTime(disk(node()));

        Node clone = vivarium.clone(
                        new CloneNode.Wish(node().id(), CLONE, true, Optional.of(frozen()), SnapshotKind.STOPPED))
                .await();

        assertThat(clone.state()).as("with its own host key pinned").isEqualTo(NodeState.READY);
        assertThat(clone.identity().hostKey()).isNotEqualTo(node().identity().hostKey());
        assertThat(run(clone, "cat /var/lib/cloud/data/instance-id"))
                .isEqualTo(clone.identity().instanceId());
        assertThat(run(clone, "hostname")).isEqualTo(clone.identity().hostname());
        assertThat(run(clone, "cat /etc/machine-id")).isNotEqualTo(machine);
        Muse muse = new Muse(clone);
        assertThat(muse.memory()).contains("кит поёт").doesNotContain("лёд растаял");
        assertThat(muse.say("Привет!")).contains(CLONE);
        assertThat(Files.getLastModifiedTime(disk(node())))
                .as("the source is untouched")
                .isEqualTo(changed);
        assertThat(bases()).hasSize(1);
        vivarium.delete(clone.id()).await();
        assertThat(bases()).isEmpty();
    }

    @Test
    @Order(3)
    @Tag("full") // a third boot
    void theNodeIsBroughtBackToTheFrozenMoment() throws Exception {
        vivarium.rollback(node().id(), frozen()).await();
        assertThat(vivarium.start(node().id()).await().state()).isEqualTo(NodeState.READY);
        assertThat(new Muse(node()).memory()).contains("кит поёт").doesNotContain("лёд растаял");
    }

    private static SnapshotNode.Request wish() {
        return new SnapshotNode.Request(
                SnapshotId.random(),
                FROZEN,
                Optional.of(SnapshotKind.FROZEN),
                SnapshotKind.STOPPED,
                NodeSnapshot.Origin.USER,
                false);
    }

    private Node node() {
        return vivarium.node(Home.NODE).orElseThrow();
    }

    private SnapshotId frozen() {
        return node().snapshots().get(0).snapshot().id();
    }

    private Path disk(Node node) {
        return Path.of(node.machine().orElseThrow().ref()).resolve("disk.qcow2");
    }

    private List<Path> bases() throws IOException {
        Path bases = home.config().home().resolve("hypervisors/local/bases");
        try (Stream<Path> files = Files.list(bases)) {
            return files.toList();
        }
    }

    private String run(Node node, String command) {
        try (GuestSession guest = vivarium.installation()
                .guests()
                .open(
                        node.machine().orElseThrow().reach(22).orElseThrow(),
                        GuestLogin.of(node.identity(), vivarium.installation().keys()))) {
            ExecResult result = guest.exec(command, EXEC);
            assertThat(result.ok()).as(command + ": " + result.brief()).isTrue();
            return result.out().strip();
        }
    }
}
