package dev.vivarium.proxmox.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.access.Rights;
import dev.vivarium.proxmox.fake.cluster.Node;
import dev.vivarium.testkit.faults.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks take the time that the test's clock gives them; storages, devices and containers as the facts say. */
class FakePveTasksTest {
    private static final Map<String, String> VM = Map.of("vmid", "100", "scsi0", "local:1,format=qcow2");

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakePve fake = FakePve.start(clock, 0, "9.2.11");
    private final PlainClient client = new PlainClient(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    private String begin(String method, String path, Map<String, String> parameters) {
        PlainClient.Came came = client.send(method, path, parameters);
        assertThat(came.status()).as(came.body()).isEqualTo(200);
        return came.json().path("data").asText();
    }

    private JsonNode status(String upid) {
        return client.send("GET", "/nodes/pve/tasks/" + upid + "/status", Map.of())
                .json()
                .path("data");
    }

    private String exit(String upid) {
        JsonNode status = status(upid);
        while (status.path("status").asText().equals("running")) {
            clock.advance(Duration.ofSeconds(1));
            status = status(upid);
        }
        return status.path("exitstatus").asText();
    }

    @Test
    void aTaskRunsUntilItsTimeHasPassedAndLocksItsMachine() {
        assertThat(exit(begin("POST", "/nodes/pve/qemu", VM))).isEqualTo("OK");
        fake.tasks().take(Duration.ofSeconds(5));
        String upid = begin("POST", "/nodes/pve/qemu/100/snapshot", Map.of("snapname", "one"));
        assertThat(status(upid).path("status").asText()).isEqualTo("running");
        assertThat(client.send("PUT", "/nodes/pve/qemu/100/config", Map.of("cores", "2"))
                        .reason())
                .isEqualTo("VM is locked (snapshot)");
        assertThat(client.send("GET", "/nodes/pve/qemu/100/snapshot", Map.of()).body())
                .contains("\"snapstate\":\"prepare\"");
        assertThat(exit(upid)).isEqualTo("OK");
    }

    @Test
    void aTaskThatIsCancelledSaysSoAndLeavesNothing() {
        fake.tasks().take(Duration.ofMinutes(5));
        String upid = begin("POST", "/nodes/pve/qemu", VM);
        client.send("DELETE", "/nodes/pve/tasks/" + upid, Map.of());
        assertThat(exit(upid)).endsWith("received interrupt");
        assertThat(fake.cluster().find(100)).isEmpty();
        assertThat(fake.cluster().storage("pve", "local").volumes()).isEmpty();
    }

    @Test
    void aCreateThatFailsMayLeaveItsVolumes() {
        fake.cluster().leavesVolumes = true;
        String upid = begin(
                "POST",
                "/nodes/pve/qemu",
                Map.of("vmid", "100", "scsi0", "local:1", "scsi1", "local:0,import-from=local:import/none.qcow2"));
        assertThat(exit(upid)).startsWith("unable to create VM 100 - ");
        assertThat(fake.cluster().orphans()).containsExactly("local:100/vm-100-disk-0.raw");
    }

    @Test
    void zfsGoesBackToItsNewestSnapshotOnly() {
        fake.cluster().addStorage("tank", "zfspool", false, 100L << 30, "images", "rootdir");
        exit(begin("POST", "/nodes/pve/qemu", Map.of("vmid", "100", "scsi0", "tank:1")));
        exit(begin("POST", "/nodes/pve/qemu/100/snapshot", Map.of("snapname", "one")));
        exit(begin("POST", "/nodes/pve/qemu/100/snapshot", Map.of("snapname", "two")));
        assertThat(exit(begin("POST", "/nodes/pve/qemu/100/snapshot/one/rollback", Map.of())))
                .isEqualTo("can't rollback, 'one' is not most recent snapshot on 'tank:vm-100-disk-0'");
        assertThat(exit(begin("POST", "/nodes/pve/qemu/100/snapshot/two/rollback", Map.of())))
                .isEqualTo("OK");
    }

    @Test
    void aPassedThroughDeviceStopsMemoryFromBeingSavedUntilTheMachineStops() {
        fake.cluster()
                .add(new Node(
                        "pve",
                        16,
                        64L << 30,
                        List.of("vmbr0"),
                        List.of(new Node.PciDevice(
                                "0000:01:00.0", "0x10de", "0x2684", "0x030000", "NVIDIA", "RTX 4090", 14))));
        client.send(
                "POST",
                "/cluster/mapping/pci",
                Map.of(
                        "id",
                        "gpu",
                        "map",
                        "node=pve,path=0000:01:00.0,id=10de:2684,subsystem-id=10de:167c,iommugroup=14"));
        fake.doorkeeper().token("v@pve!t", "t", Rights.all().grant("/mapping/pci/gpu"));
        assertThat(new PlainClient(fake, "PVEAPIToken=v@pve!t=t")
                        .send("POST", "/nodes/pve/qemu", Map.of("vmid", "101", "hostpci0", "mapping=gpu"))
                        .reason())
                .isEqualTo("Permission check failed (/mapping/pci/gpu, Mapping.Use)");
        exit(begin(
                "POST",
                "/nodes/pve/qemu",
                Map.of(
                        "vmid",
                        "100",
                        "scsi0",
                        "local:1,format=qcow2",
                        "machine",
                        "q35",
                        "hostpci0",
                        "mapping=gpu,pcie=1")));
        assertThat(exit(begin("POST", "/nodes/pve/qemu/100/status/start", Map.of())))
                .isEqualTo("OK");
        assertThat(exit(begin("POST", "/nodes/pve/qemu/100/snapshot", Map.of("snapname", "one", "vmstate", "1"))))
                .contains("non-migratable device");
        assertThat(exit(begin("POST", "/nodes/pve/qemu/100/snapshot", Map.of("snapname", "two"))))
                .contains("VM snapshot already started");
        exit(begin("POST", "/nodes/pve/qemu/100/status/stop", Map.of()));
        assertThat(exit(begin("POST", "/nodes/pve/qemu/100/snapshot", Map.of("snapname", "two"))))
                .isEqualTo("OK");
    }

    @Test
    void afterARestartByARollbackTheLockFileMayBeHeldForAWhile() {
        exit(begin("POST", "/nodes/pve/qemu", Map.of("vmid", "100", "scsi0", "local:1,format=qcow2", "start", "1")));
        exit(begin("POST", "/nodes/pve/qemu/100/snapshot", Map.of("snapname", "live", "vmstate", "1")));
        fake.cluster().heldAfterRestart = Duration.ofSeconds(30);
        exit(begin("POST", "/nodes/pve/qemu/100/snapshot/live/rollback", Map.of()));
        assertThat(exit(begin("POST", "/nodes/pve/qemu/100/status/stop", Map.of())))
                .isEqualTo("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout");
    }

    @Test
    void aContainerIsMadeFromATemplateAndStaysOffAfterARollback() {
        fake.cluster().addStorage("tank", "zfspool", false, 100L << 30, "images", "rootdir");
        fake.cluster().storage("pve", "local").put("vztmpl/u.tar.zst", "vztmpl", "tzst", 0, 1, Optional.empty(), null);
        Map<String, String> container =
                Map.of("vmid", "200", "ostemplate", "local:vztmpl/u.tar.zst", "rootfs", "tank:8", "unprivileged", "1");
        assertThat(exit(begin("POST", "/nodes/pve/lxc", container))).isEqualTo("OK");
        assertThat(exit(begin("POST", "/nodes/pve/lxc/200/status/start", Map.of())))
                .isEqualTo("OK");
        assertThat(exit(begin("POST", "/nodes/pve/lxc/200/snapshot", Map.of("snapname", "one"))))
                .isEqualTo("OK");
        assertThat(exit(begin("POST", "/nodes/pve/lxc/200/snapshot/one/rollback", Map.of())))
                .isEqualTo("OK");
        assertThat(client.send("GET", "/nodes/pve/lxc/200/status/current", Map.of())
                        .body())
                .contains("\"status\":\"stopped\"");
        assertThat(exit(begin("DELETE", "/nodes/pve/lxc/200", Map.of()))).isEqualTo("OK");
        assertThat(fake.cluster().storage("pve", "tank").volumes()).isEmpty();
    }
}
