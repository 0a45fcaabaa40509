package dev.vivarium.qemu.living;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real node gets new releases and keeps its memory; its bundle has hooks and a secret. */
@Tag("guest")
@ExtendWith(SharedNode.class)
@Timeout(1200)
class LivingUpdateTest {
    private final LivingNode living;
    private final Vivarium vivarium;

    LivingUpdateTest(LivingNode living) {
        this.living = living;
        this.vivarium = living.vivarium();
    }

    @Test
    void memoryIsKeptByAnUpdateAndByOneThatSwitchesBack() throws Exception {
        living.muse().say("запомни: ворота открываются на рассвете");
        Node updated = vivarium.update(living.node().id(), Releases.talking(living.directory(), "1.1"))
                .await();
        assertThat(updated.state()).isEqualTo(NodeState.READY);
        assertThat(living.muse().memory()).contains("\"release\": \"1.1\"", "ворота открываются на рассвете");

        VivariumException failure = catchThrowableOfType(
                VivariumException.class,
                () -> vivarium.update(updated.id(), Releases.broken(living.directory(), "1.2"))
                        .await());
        assertThat(failure.code()).as(failure.message()).isEqualTo("guest.service-failed");
        assertThat(failure.message()).endsWith("; the node runs muse 1.1, as before");
        assertThat(failure.logTail()).contains("a_module_that_is_not_there");
        assertThat(living.node().state()).isEqualTo(NodeState.READY);
        assertThat(living.muse().memory()).contains("\"release\": \"1.1\"", "ворота открываются на рассвете");

        NodeSnapshot before = living.node().snapshots().stream()
                .filter(s -> s.snapshot().name().startsWith("before-update-"))
                .findFirst()
                .orElseThrow();
        living.rollback(before.snapshot().name());
        assertThat(living.node().bundle().orElseThrow().release()).isEqualTo("1.0");
        assertThat(living.node().state()).isEqualTo(NodeState.READY);
        assertThat(living.muse().memory()).doesNotContain("release").contains("ворота открываются на рассвете");
    }

    @Test
    void theBundleIsQuietInASnapshotAndItsServicesSeeTheSecret() {
        String hooks = "sudo cat /var/lib/vivarium/state/hooks";
        assertThat(living.run(hooks)).isEqualTo("quiesce\nresume\n");
        vivarium.snapshot(living.node().id(), "тихо").await();
        assertThat(living.run(hooks)).isEqualTo("quiesce\nresume\nquiesce\nresume\n");
        assertThat(living.run(
                        "sudo cat /proc/$(systemctl show -p MainPID --value muse-agent)/environ | tr '\\0' '\\n'"))
                .contains("MUSE_TOKEN=" + LivingNode.SECRET);
        assertThat(living.run("sudo stat -c '%U %a' /etc/vivarium/secrets.env")).isEqualTo("root 600\n");
    }
}
