package dev.vivarium.qemu.living;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.guest.ExecResult;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VerificationReport.Check;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bundle of containers on a real guest that has docker: sent over SSH, run from its saved image, rolled back. */
@Tag("guest")
@Timeout(1200)
class ContainerNodeTest {
    private static final Duration EXEC = Duration.ofMinutes(2);
    private static final String NAME = "дуэт";

    @TempDir
    Path directory;

    @Test
    void containersRunFromSavedImagesAndComeBackByARollback() throws Exception {
        String image = System.getProperty("vivarium.docker.image", "");
        String bundle = System.getProperty("vivarium.duet.bundle", "");
        Assumptions.assumeTrue(
                !image.isEmpty() && !bundle.isEmpty(), "needs the guest image with docker: run './vivarium test'");
        Home home = new Home(directory, Path.of(image), Path.of(bundle));
        try (Vivarium vivarium = home.open()) {
            Node node = vivarium.create(spec(home)).await();
            assertThat(node.state()).isEqualTo(NodeState.READY);
            assertThat(node.condition(Condition.Name.SERVICES_ACTIVE)
                            .orElseThrow()
                            .holds())
                    .isTrue();
            assertThat(vivarium.verify(node.id()).await().checks())
                    .extracting(Check::name, Check::evidence)
                    .contains(
                            tuple("container duet_voice_1", "running, health: healthy"),
                            tuple("container duet_scribe_1", "running"));
            assertThat(ask(node)).contains(NAME);
            assertThat(run(vivarium, node, "stat -c %a /var/lib/vivarium && ls -A /var/lib/vivarium"))
                    .startsWith("755\n")
                    .doesNotContain("incoming");

            String container = run(vivarium, node, "sudo docker ps -q --no-trunc --filter name=voice");
            NodeSnapshot before = vivarium.snapshot(node.id(), "до сеанса").await();
            assertThat(before.snapshot().kind()).isEqualTo(SnapshotKind.LIVE);
            run(
                    vivarium,
                    node,
                    "sudo docker rm -f duet_voice_1 && sudo rm -f /var/lib/docker/volumes/duet_memory/_data/*");
            assertThat(vivarium.verify(node.id()).await().ready()).isFalse();

            Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();
            assertThat(back.state()).isEqualTo(NodeState.READY);
            assertThat(run(vivarium, back, "sudo docker ps -q --no-trunc --filter name=voice"))
                    .as("the same container, not one made anew")
                    .isEqualTo(container);
            assertThat(ask(back)).contains(NAME).doesNotContain(": 0\"");
            vivarium.delete(node.id()).await();
        }
    }

    private static NodeSpec spec(Home home) {
        return NodeSpec.builder(NAME)
                .image("file:" + home.image())
                .cores(2)
                .memory(Size.GiB(1))
                .disk(Size.GiB(4))
                .bundle(home.bundle())
                .delivery(new Delivery.Sftp())
                .inactivityLimit(Duration.ofMinutes(5))
                .build();
    }

    /** As a user does: from outside, on the published port. */
    private static String ask(Node node) throws Exception {
        Endpoint voice = node.machine().orElseThrow().reach(8080).orElseThrow();
        URLConnection call =
                URI.create("http://" + voice + "/cgi-bin/prompt").toURL().openConnection();
        call.setReadTimeout((int) EXEC.toMillis());
        try (InputStream answer = call.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String run(Vivarium vivarium, Node node, String command) {
        GuestLogin login =
                GuestLogin.of(node.identity(), vivarium.installation().keys());
        Endpoint ssh = node.machine().orElseThrow().reach(22).orElseThrow();
        try (GuestSession guest = vivarium.installation().guests().open(ssh, login)) {
            ExecResult result = guest.exec(command, EXEC);
            assertThat(result.ok()).as(command + ": " + result.brief()).isTrue();
            return result.out();
        }
    }
}
