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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real guest is frozen by its own agent, and cloned from that moment; then it is brought back to it. Each test begins with a
 * rollback to the moment it became READY; the frozen snapshot outlives that.
 */
@Tag("guest")
@ExtendWith(SharedNode.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(1200)
class CloneNodeTest {
    private static final String FROZEN = "замер";
    private static final String CLONE = "эхо";
    private static final Duration EXEC = Duration.ofSeconds(60);

    private final LivingNode living;
    private final Vivarium vivarium;

    CloneNodeTest(LivingNode living) {
        this.living = living;
        this.vivarium = living.vivarium();
    }

    @Test
    @Order(1)
    void aGuestIsFrozenForASnapshotAndWritesOn() throws Exception {
        new Muse(node()).say("запомни: кит поёт");
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
        return Child.snapshot(node(), FROZEN).snapshot().id();
    }

    private Path disk(Node node) {
        return Path.of(node.machine().orElseThrow().ref()).resolve("disk.qcow2");
    }

    private List<Path> bases() throws IOException {
        Path bases = living.directory().resolve("data/vivarium/hypervisors/local/bases");
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
