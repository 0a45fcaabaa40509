package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static dev.vivarium.proxmox.api.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real Proxmox VE 9.2 answered, read. */
class CallsTest {
    private final ScriptedServer server = new ScriptedServer();
    private final Pve pve = new Clients().open(server);

    @AfterEach
    void close() {
        pve.close();
        server.close();
    }

    @Test
    void nodesAreReadAlsoWhereTheirStateIsUnknown() {
        server.then(data("[{\"id\":\"node/pve\",\"node\":\"pve\",\"ssl_fingerprint\":\"5F:13\",\"type\":\"node\","
                + "\"status\":\"unknown\"},{\"uptime\":2666,\"maxcpu\":2,\"maxmem\":25276510208,\"status\":\"online\","
                + "\"node\":\"b\",\"cpu\":0.05,\"mem\":1334439936,\"level\":\"\"}]"));
        assertThat(pve.cluster().nodes())
                .containsExactly(
                        new NodeSummary("pve", false, 0, 0, 0, 0, Optional.of("5F:13")),
                        new NodeSummary("b", true, 2, 0.05, 25276510208L, 1334439936L, Optional.empty()));
    }

    @Test
    void aMadeUpNameIsNoName() {
        server.then(data("[{\"type\":\"qemu\",\"vmid\":104,\"node\":\"pve\",\"name\":\"VM 104\",\"status\":\"stopped\","
                + "\"template\":0,\"maxcpu\":1,\"maxmem\":536870912,\"tags\":\"a;b;c_d\"},{\"type\":\"lxc\",\"vmid\":\"105\","
                + "\"node\":\"pve\",\"name\":\"box\",\"lock\":\"snapshot\",\"template\":\"1\"}]"));
        assertThat(pve.cluster().guests())
                .containsExactly(
                        new GuestSummary(
                                GuestType.QEMU,
                                104,
                                "pve",
                                "",
                                "stopped",
                                false,
                                List.of("a", "b", "c_d"),
                                Optional.empty(),
                                Optional.empty(),
                                1,
                                536870912),
                        new GuestSummary(
                                GuestType.LXC,
                                105,
                                "pve",
                                "box",
                                "unknown",
                                true,
                                List.of(),
                                Optional.empty(),
                                Optional.of("snapshot"),
                                0,
                                0));
        assertThat(server.only().target()).isEqualTo("/api2/json/cluster/resources?type=vm");
    }

    @Test
    void anIdIsFreeOrNot() {
        server.then(
                data("\"5000\""),
                status(
                        "400 Parameter verification failed.",
                        "{\"errors\":{\"vmid\":\"VM 107 already exists\"},\"data\":null}"));
        assertThat(pve.cluster().free(5000)).isTrue();
        assertThat(pve.cluster().free(107)).isFalse();
    }

    @Test
    void aConfigurationHasNumbersAsTexts() {
        server.then(data("{\"digest\":\"be5c\",\"cores\":1,\"memory\":\"256\",\"tags\":\"a;b\",\"onboot\":1,"
                + "\"description\":\"line1\\nline2\",\"vga\":null}"));
        GuestConfig config = pve.machines("pve").config(107);
        assertThat(config.digest()).isEqualTo("be5c");
        assertThat(config.value("cores")).contains("1");
        assertThat(config.value("memory")).contains("256");
        assertThat(config.value("vga")).isEmpty();
        assertThat(config.tags()).containsExactly("a", "b");
    }

    @Test
    void aStatusTellsTheLockAndQemusOwnWord() {
        server.then(data("{\"vmid\":150,\"status\":\"stopped\",\"qmpstatus\":\"stopped\",\"lock\":\"suspended\","
                + "\"ha\":{\"managed\":0},\"agent\":1,\"uptime\":0,\"mem\":0,\"cpu\":0,\"clipboard\":null}"));
        assertThat(pve.machines("pve").status(150))
                .isEqualTo(new GuestStatus(
                        150, false, "stopped", Optional.of("suspended"), false, true, Duration.ZERO, 0, 0));
    }

    @Test
    void theSnapshotTreeHasNoCurrentInIt() {
        server.then(data("[{\"description\":\"with ram\",\"snaptime\":1795207345,\"vmstate\":1,\"parent\":\"run0\","
                + "\"name\":\"run1\"},{\"snaptime\":1795208649,\"description\":\"\",\"vmstate\":\"1\","
                + "\"snapstate\":\"prepare\",\"name\":\"p1\"},{\"description\":\"You are here!\",\"running\":1,"
                + "\"digest\":\"49f3\",\"name\":\"current\",\"parent\":\"run1\"}]"));
        SnapshotTree tree = pve.machines("pve").snapshots().list(107);
        assertThat(tree.current()).contains("run1");
        assertThat(tree.digest()).isEqualTo("49f3");
        assertThat(tree.snapshots()).extracting(SnapshotInfo::name).containsExactly("run1", "p1");
        assertThat(tree.find("run1"))
                .contains(new SnapshotInfo(
                        "run1",
                        "with ram",
                        Optional.of("run0"),
                        true,
                        Optional.empty(),
                        Optional.of(Instant.ofEpochSecond(1795207345))));
        assertThat(tree.find("p1").orElseThrow().state()).contains("prepare");
        assertThat(tree.find("current")).isEmpty();
    }

    @Test
    void storagesTellWhatTheyMayHold() {
        server.then(data("[{\"active\":1,\"avail\":74559057920,\"total\":270553174016,\"shared\":0,\"enabled\":1,"
                + "\"content\":\"images,import,iso\",\"storage\":\"local\",\"type\":\"dir\"},{\"storage\":\"nfs\",\"type\":"
                + "\"nfs\",\"shared\":\"1\",\"active\":0,\"enabled\":1,\"content\":\"\"}]"));
        List<StorageStatus> storages = pve.node("pve").storages();
        assertThat(storages.get(0).content()).containsExactly("images", "import", "iso");
        assertThat(storages.get(0).available()).isEqualTo(74559057920L);
        assertThat(storages.get(1)).isEqualTo(new StorageStatus("nfs", "nfs", Set.of(), true, true, false, 0, 0));
    }

    @Test
    void aGuestsVolumesAreItsOwnOnly() {
        server.then(data("[{\"content\":\"images\",\"volid\":\"local:180/vm-180-disk-0.qcow2\",\"ctime\":1795208614,"
                + "\"vmid\":180,\"parent\":null,\"format\":\"qcow2\",\"size\":1073741824},{\"size\":196616,"
                + "\"volid\":\"local:import/disk.qcow2\",\"format\":\"qcow2\",\"content\":\"import\"}]"));
        assertThat(pve.storage("pve").ofGuest("local", 180))
                .containsExactly(new Volume(
                        "local:180/vm-180-disk-0.qcow2",
                        "images",
                        "qcow2",
                        1073741824,
                        OptionalInt.of(180),
                        Optional.of(Instant.ofEpochSecond(1795208614)),
                        Optional.empty()));
    }

    @Test
    void whereTheIommuIsOffThereIsNoGroup() {
        server.then(data("[{\"device\":\"0x2204\",\"class\":\"0x030000\",\"id\":\"0000:01:00.0\",\"vendor\":\"0x10de\","
                + "\"vendor_name\":\"NVIDIA\",\"iommugroup\":-1},{\"device\":\"0x1045\",\"class\":\"0xffff00\","
                + "\"id\":\"0000:00:01.0\",\"vendor\":\"0x1af4\",\"iommugroup\":\"7\",\"mdev\":1}]"));
        assertThat(pve.node("pve").pciDevices())
                .containsExactly(
                        new PciDevice(
                                "0000:01:00.0", "030000", "10de", "2204", "NVIDIA", "", OptionalInt.empty(), false),
                        new PciDevice("0000:00:01.0", "ffff00", "1af4", "1045", "", "", OptionalInt.of(7), true));
        assertThat(server.only().target()).endsWith("/hardware/pci?pci-class-blacklist=");
    }

    @Test
    void aMappingTellsWhatIsWrongWithIt() {
        server.then(
                data(
                        "[{\"map\":[\"node=pve,path=0000:00:03.0,id=1af4:1041,iommugroup=2\"],\"checks\":[{\"message\":"
                                + "\"Invalid configuration\\n\",\"severity\":\"error\"}],\"digest\":\"9a6a\",\"id\":\"gpu\",\"type\":\"pci\"}]"));
        assertThat(pve.cluster().pciMappings("pve"))
                .containsExactly(new PciMapping(
                        "gpu",
                        Optional.empty(),
                        false,
                        List.of(new PciMapping.Device("pve", "0000:00:03.0", "1af4:1041", Optional.of(2))),
                        List.of(new PciMapping.Problem(true, "Invalid configuration"))));
    }

    @Test
    void theAgentTellsAddressesAndHowACommandEnded() {
        server.then(
                data(
                        "{\"result\":[{\"ip-addresses\":[{\"prefix\":8,\"ip-address\":\"127.0.0.1\",\"ip-address-type\":"
                                + "\"ipv4\"}],\"name\":\"lo\",\"hardware-address\":\"00:00:00:00:00:0A\"},{\"name\":\"eth0\"}]}"),
                data("{\"out-truncated\":0,\"exitcode\":0,\"out-data\":\"a b c\\n\",\"exited\":1}"),
                data("{\"exited\":0}"),
                data("{\"result\":\"frozen\"}"));
        assertThat(pve.agent("pve").interfaces(150))
                .containsExactly(
                        new AgentInterface("lo", "00:00:00:00:00:0a", List.of("127.0.0.1")),
                        new AgentInterface("eth0", "", List.of()));
        assertThat(pve.agent("pve").execStatus(150, 170))
                .isEqualTo(new AgentExec(true, OptionalInt.of(0), OptionalInt.empty(), "a b c\n", "", false));
        assertThat(pve.agent("pve").execStatus(150, 170).exited()).isFalse();
        assertThat(pve.agent("pve").frozen(150)).isTrue();
    }

    @Test
    void privilegesOnAPathAreASet() {
        server.then(data("{\"/vms/107\":{\"VM.Audit\":1,\"VM.PowerMgmt\":1}}"), data("{}"), data("[]"));
        assertThat(pve.access().privileges("/vms/107")).containsExactly("VM.Audit", "VM.PowerMgmt");
        assertThat(pve.access().privileges("/vms/107")).isEmpty();
        assertThat(pve.access().privileges("/vms/107")).isEmpty();
        assertThat(server.requests().get(0).target()).isEqualTo("/api2/json/access/permissions?path=%2Fvms%2F107");
    }

    @Test
    void aCloneOfAContainerHasAHostName() {
        server.otherwise(data("\"UPID:pve:0000017D:000391E0:6B00B164:vzclone:130:root@pam!rig:\""));
        CloneRequest request = new CloneRequest(
                131,
                "copy",
                true,
                Optional.of("base"),
                Optional.of("local"),
                Optional.of("qcow2"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        pve.containers("pve").copy(130, request);
        pve.machines("pve").copy(130, request);
        assertThat(server.requests())
                .extracting(ScriptedServer.Request::body)
                .containsExactly(
                        "newid=131&hostname=copy&full=1&snapname=base&storage=local",
                        "newid=131&name=copy&full=1&snapname=base&storage=local&format=qcow2");
    }

    @Test
    void versionsAreCompared() {
        assertThat(PveVersion.of("8.4-1").atLeast(8, 4)).isTrue();
        assertThat(PveVersion.of("8.4-1").atLeast(9, 0)).isFalse();
        assertThat(PveVersion.of("9.0").atLeast(8, 4)).isTrue();
        assertThatThrownBy(() -> PveVersion.of("nine")).isInstanceOf(VivariumException.class);
    }

    @Test
    void whatHasAnotherShapeIsNoAnswer() {
        for (String answer : List.of("null", "\"x\"", "{}", "[3]", "[{}]", "[{\"node\":\"a\",\"maxmem\":\"much\"}]")) {
            server.then(data(answer));
            assertThatThrownBy(() -> pve.cluster().nodes())
                    .as(answer)
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.code()).isEqualTo("proxmox.answer"));
        }
    }
}
