package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How parameters come to the server. */
class RequestTest {
    private static final String TASK = "\"UPID:pve:0000005D:0003370B:6B00B07B:qmdestroy:107:vivarium@pve!test:\"";

    private final ScriptedServer server = new ScriptedServer().otherwise(data(TASK));
    private final Pve pve = new Clients().open(server);

    @AfterEach
    void close() {
        pve.close();
        server.close();
    }

    @Test
    void aFormIsEncodedAndSwitchesAreOneOrZero() {
        pve.machines("pve")
                .create(
                        107,
                        Params.none()
                                .with("name", "größe & mehr")
                                .with("onboot", true)
                                .with("protection", false)
                                .with("memory", 1L << 34)
                                .with("pool", Optional.empty()));
        ScriptedServer.Request request = server.only();
        assertThat(request.method() + " " + request.target()).isEqualTo("POST /api2/json/nodes/pve/qemu");
        assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.body())
                .isEqualTo("vmid=107&name=gr%C3%B6%C3%9Fe+%26+mehr&onboot=1&protection=0&memory=17179869184");
    }

    @Test
    void headAndFormComeInOneWrite() {
        pve.machines("pve").create(107, Params.none().with("description", "x".repeat(2000)));
        assertThat(server.only().reads()).isEqualTo(1);
    }

    @Test
    void aDeletesParametersAreInTheQueryAndItHasNoBody() {
        pve.machines("pve").delete(107);
        ScriptedServer.Request request = server.only();
        assertThat(request.method() + " " + request.target()).isEqualTo("DELETE /api2/json/nodes/pve/qemu/107?purge=1");
        assertThat(request.headers()).doesNotContainKeys("content-length", "content-type", "transfer-encoding");
    }

    @Test
    void aVolumesSlashesStayInThePath() {
        pve.storage("pve").delete("local:130/base-130-disk-0.qcow2/132/vm-132-disk-0.qcow2");
        assertThat(server.only().target())
                .isEqualTo("/api2/json/nodes/pve/storage/local/content/"
                        + "local:130/base-130-disk-0.qcow2/132/vm-132-disk-0.qcow2");
    }

    @Test
    void aTaskIsNamedAsTheServerNamedIt() {
        server.then(data("null"));
        pve.tasks().cancel(Upid.parse("UPID:pve:000002F8:0003BC88:6B00B1D1:download:dl.iso:root@pam!rig:"));
        assertThat(server.only().target())
                .isEqualTo(
                        "/api2/json/nodes/pve/tasks/UPID:pve:000002F8:0003BC88:6B00B1D1:download:dl.iso:root@pam!rig:");
    }

    @Test
    void aCommandIsAList() {
        server.then(data("{\"pid\":170}"));
        assertThat(pve.agent("pve").exec(150, List.of("/bin/echo", "a b", "c"), Optional.of("in")))
                .isEqualTo(170);
        assertThat(server.only().body()).isEqualTo("command=%2Fbin%2Fecho&command=a+b&command=c&input-data=in");
    }

    @Test
    void aQuestionsParametersAreInTheQuery() {
        server.then(data("[]"));
        pve.cluster().pciMappings("pve");
        assertThat(server.only().target()).isEqualTo("/api2/json/cluster/mapping/pci?check-node=pve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local:iso/../../../../access/ticket", "local:iso/.", "local:iso//x", "local:iso/x\n"})
    void aVolumeCannotLeaveItsPlace(String volume) {
        assertThatThrownBy(() -> pve.storage("pve").delete(volume)).isInstanceOf(VivariumException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aNodesNameIsOnePartOfThePath() {
        server.then(data("[]"));
        pve.node("a/../b?x=1#y").storages();
        assertThat(server.only().target()).isEqualTo("/api2/json/nodes/a%2F..%2Fb%3Fx=1%23y/storage");
    }
}
