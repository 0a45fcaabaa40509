package dev.vivarium.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.proxmox.fake.FakePve;
import dev.vivarium.testkit.simulated.SampleFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's life as a user of the library has it, on a cluster that is played, whose guests are reached at their addresses. */
class ProxmoxLifeTest {
    @TempDir
    private Path directory;

    private final FakePve fake = FakePve.start();

    @BeforeEach
    void furnish() throws IOException {
        Assumptions.assumeTrue(mayListen(), "guests listen on port 22 of addresses of 127.77.0.0/16: run this as root");
        fake.tasks().take(Duration.ZERO);
        fake.guests().address(22, 8080);
        SampleFiles.bundle(directory.resolve("AGI-core"), "1.0", "");
        SampleFiles.image(directory.resolve("image.qcow2"));
        Files.setPosixFilePermissions(
                Files.writeString(directory.resolve("secret"), fake.secret()),
                PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("vivarium.yaml"), """
                version: 1
                home: %1$s/home
                cache: %1$s/cache
                hypervisors:
                  lab:
                    kind: proxmox
                    url: https://127.0.0.1:%2$d
                    token: root@pam!rig
                    secret: file:%1$s/secret
                    fingerprint: "%3$s"
                """.formatted(directory, fake.port(), fake.fingerprint()));
    }

    private static boolean mayListen() {
        try (ServerSocket socket = new ServerSocket(22, 1, InetAddress.getByAddress(new byte[] {127, 77, 0, 1}))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void aNodeIsMadeProvenSnapshottedRolledBackAndRemoved() {
        try (Vivarium vivarium = Vivarium.open(directory.resolve("vivarium.yaml"))) {
            NodeSpec spec = NodeSpec.builder("муза")
                    .on("lab")
                    .image("file:" + directory.resolve("image.qcow2"))
                    .cores(2)
                    .memory(Size.GiB(1))
                    .disk(Size.GiB(4))
                    .bundle(directory.resolve("AGI-core"))
                    .build();
            Node node = vivarium.create(spec).await();
            assertThat(node.state()).isEqualTo(NodeState.READY);
            assertThat(node.machine().orElseThrow().addresses()).hasSize(1);

            NodeSnapshot before = vivarium.snapshot(node.id(), "до сеанса").await();
            assertThat(before.snapshot().kind()).isEqualTo(SnapshotKind.LIVE);
            int id = Integer.parseInt(node.machine().orElseThrow().ref());
            fake.guests().guest(id).file("/spoiled", "да");

            Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();
            assertThat(back.state()).isEqualTo(NodeState.READY);
            assertThat(fake.guests().guest(id).file("/spoiled")).isEmpty();

            vivarium.stop(node.id()).await();
            assertThat(vivarium.start(node.id()).await().state()).isEqualTo(NodeState.READY);

            vivarium.delete(node.id()).await();
            assertThat(fake.cluster().vms()).isEmpty();
            assertThat(fake.cluster().orphans())
                    .as("images stay, for the next node")
                    .allMatch(volume -> volume.contains(":import/"));
        }
    }
}
