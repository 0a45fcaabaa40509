package dev.vivarium.proxmox.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.cloudinit.guest.GuestPlan;
import dev.vivarium.cloudinit.seed.HostKeyPair;
import dev.vivarium.cloudinit.seed.LoginUser;
import dev.vivarium.cloudinit.seed.MetaData;
import dev.vivarium.cloudinit.seed.NetworkConfig;
import dev.vivarium.cloudinit.seed.NoCloudIso;
import dev.vivarium.cloudinit.seed.Seed;
import dev.vivarium.cloudinit.seed.UserData;
import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.MasterKey;
import dev.vivarium.core.keys.SshKeyPair;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.testkit.guest.GuestState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest boots from the seed that was uploaded, and snapshots hold what it holds. */
class FakePveGuestTest {
    private static final String VM = "/nodes/pve/qemu/100";
    private final FakePve fake = FakePve.start();
    private final PlainClient client = new PlainClient(fake);

    @TempDir
    Path folder;

    @BeforeEach
    void machine() throws IOException {
        fake.guests().publish(22, 8080);
        client.upload("local", Map.of("content", "iso"), "seed.iso", seed());
        done(client.send(
                "POST",
                "/nodes/pve/qemu",
                Map.of(
                        "vmid", "100",
                        "agent", "1",
                        "net0", "virtio=BC:24:11:00:00:07,bridge=vmbr0",
                        "scsi0", "local:1,format=qcow2",
                        "ide0", "local:iso/seed.iso,media=cdrom",
                        "start", "1")));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private byte[] seed() throws IOException {
        NodeId id = NodeId.random();
        KeyRing keys = new KeyRing(MasterKey.openOrCreate(folder.resolve("master.key")));
        SshKeyPair hostKey = keys.hostKey(id, 1);
        UserData user = new UserData(
                new LoginUser("vivarium", List.of(keys.loginKey(1).publicLine())),
                new HostKeyPair(hostKey.privatePem(), hostKey.publicLine()),
                GuestFiles.of(new GuestPlan(id.toString(), "muse", "ours", Optional.empty())),
                GuestFiles.commands());
        Path iso = folder.resolve("seed.iso");
        NoCloudIso.write(
                Seed.first(new MetaData(keys.instanceId(id), "muse"), user, new NetworkConfig(keys.mac(id))), iso);
        return Files.readAllBytes(iso);
    }

    private void done(PlainClient.Came came) {
        assertThat(came.status()).as(came.body()).isEqualTo(200);
        JsonNode task = client.send(
                        "GET", "/nodes/pve/tasks/" + came.json().path("data").asText() + "/status", Map.of())
                .json();
        assertThat(task.path("data").path("exitstatus").asText()).isEqualTo("OK");
    }

    @Test
    void itsSshAnswersWhereTheGuestIsPlayed() throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        fake.guests().port(100, 22).orElseThrow());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(in.readLine()).startsWith("SSH-2.0-");
        }
    }

    @Test
    void theAgentTellsTheAddressByTheCardOnceItIsThere() {
        assertThat(client.send("POST", VM + "/agent/ping", Map.of()).status()).isEqualTo(500);
        fake.guests().agent(100);
        assertThat(client.send("GET", VM + "/agent/network-get-interfaces", Map.of())
                        .body())
                .contains("bc:24:11:00:00:07");
    }

    @Test
    void aSnapshotWithMemoryBringsBackBoth() {
        GuestState guest = fake.guests().guest(100);
        guest.memory("mood", "before");
        guest.file("/note", "before");
        done(client.send("POST", VM + "/snapshot", Map.of("snapname", "live", "vmstate", "1")));
        guest.memory("mood", "after");
        guest.file("/note", "after");
        done(client.send("POST", VM + "/snapshot/live/rollback", Map.of()));
        assertThat(guest.memory("mood")).contains("before");
        assertThat(guest.file("/note")).contains("before");
        assertThat(client.send("GET", VM + "/status/current", Map.of()).body()).contains("\"running\"");
    }

    @Test
    void aSnapshotOfTheDiskAloneLeavesTheMachineOff() {
        GuestState guest = fake.guests().guest(100);
        guest.file("/note", "before");
        done(client.send("POST", VM + "/snapshot", Map.of("snapname", "disk")));
        guest.file("/note", "after");
        done(client.send("POST", VM + "/snapshot/disk/rollback", Map.of()));
        assertThat(guest.file("/note")).contains("before");
        assertThat(guest.bootId()).isEmpty();
    }
}
