package dev.vivarium.proxmox.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.proxmox.fake.access.Rights;
import dev.vivarium.proxmox.fake.http.Listener;
import java.io.UncheckedIOException;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real one was seen to say about log-ins and about requests that are not as it wants them. */
class FakePveHttpTest {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    private final FakePve fake = FakePve.start();
    private final PlainClient client = new PlainClient(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', No ticket",
        "PVEAPIToken=root@pam!rig=wrong, Authentication failed!",
        "nonsense, Authentication failed!"
    })
    void whoeverIsNotKnownIsToldSoWithoutABody(String authorization, String reason) {
        PlainClient.Came came = new PlainClient(fake, authorization).send("GET", "/cluster/nextid", Map.of());
        assertThat(came).isEqualTo(new PlainClient.Came(401, reason, ""));
    }

    @Test
    void aTicketNeedsItsOtherTokenForChanges() {
        fake.doorkeeper().user("root@pam", "secret", Rights.all());
        PlainClient root = PlainClient.loggedIn(fake, "root@pam", "secret");
        assertThat(root.send("POST", "/pools", Map.of("poolid", "one")).status())
                .isEqualTo(200);
        fake.doorkeeper().expireTickets();
        assertThat(root.send("GET", "/version", Map.of()).status()).isEqualTo(401);
        assertThat(client.send("POST", "/access/ticket", Map.of("username", "root@pam", "password", "wrong")))
                .isEqualTo(new PlainClient.Came(
                        401, "authentication failure", "{\"data\":null,\"message\":\"authentication failure\\n\"}"));
    }

    @Test
    void aTokenWithoutRightsIsRefusedByNameOfWhatIsMissing() {
        fake.doorkeeper().token("tester@pve!t1", "t1", Rights.none());
        PlainClient tester = new PlainClient(fake, "PVEAPIToken=tester@pve!t1=t1");
        assertThat(tester.send("GET", "/nodes/pve/qemu/107/config", Map.of()).reason())
                .isEqualTo("Permission check failed (/vms/107, VM.Audit)");
        assertThat(tester.send("GET", "/access/permissions", Map.of()).body()).isEqualTo("{\"data\":{}}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nodes/pve/nonsense, 501, Method 'GET /nodes/pve/nonsense' not implemented",
        "GET, /nodes/other/qemu, 500, hostname lookup 'other' failed - failed to get address info for: other: Temporary failure in name resolution",
        "GET, /nodes/pve/qemu/999/config, 500, Configuration file 'nodes/pve/qemu-server/999.conf' does not exist",
        "GET, /nodes/pve/tasks/garbage/status, 400, Parameter verification failed.",
        "PATCH, /version, 501, method 'PATCH' not available"
    })
    void theStatusLineCarriesTheMessage(String method, String path, int status, String reason) {
        PlainClient.Came came = client.send(method, path, Map.of());
        assertThat(came.status()).isEqualTo(status);
        assertThat(came.reason()).isEqualTo(reason);
    }

    @Test
    void bodiesThatItDoesNotTake() {
        assertThat(put("600 kB", RequestBody.create("description=" + "x".repeat(600_000), FORM))
                        .reason())
                .isEqualTo("for data too large");
        assertThat(put("text", RequestBody.create("x", MediaType.get("text/plain")))
                        .status())
                .isEqualTo(506);
        assertThat(put("null", RequestBody.create("{\"name\": null}", JSON)).reason())
                .isEqualTo("unable to parse value of 'name' - got undefined value");
        assertThat(client.send(client.request(client.at("nodes/pve/qemu/100"))
                                .delete(RequestBody.create("purge=1", FORM))
                                .build())
                        .reason())
                .isEqualTo("Unexpected content for method 'DELETE'");
    }

    private PlainClient.Came put(String what, RequestBody body) {
        return client.send(client.request(client.at("nodes/pve/qemu/100/config"))
                .header("X-What", what)
                .put(body)
                .build());
    }

    @Test
    void aBooleanIsOneOrZero() {
        assertThat(client.send("PUT", "/nodes/pve/qemu/100/config", Map.of("onboot", "true"))
                        .body())
                .contains("type check ('boolean') failed - got 'true'");
    }

    @Test
    void whatIsPutInTheWayOfARequestMeetsItOnce() {
        fake.faults().next("GET", "/version", HttpFaults.Trouble.DAEMON_DOWN);
        assertThat(client.send("GET", "/version", Map.of()).status()).isEqualTo(595);
        assertThat(client.send("GET", "/version", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void eachAddressOfAClusterLeadsToTheSame() {
        Listener other = fake.another();
        client.send("POST", "/pools", Map.of("poolid", "one"));
        assertThat(client.send(client.request(client.at("pools")
                                        .newBuilder()
                                        .port(other.port())
                                        .build())
                                .build())
                        .body())
                .contains("\"one\"");
    }

    @Test
    void aReplyThatIsLostLeavesItsEffect() {
        fake.faults().next("POST", "/qemu", HttpFaults.Trouble.REPLY_LOST);
        assertThatThrownBy(() -> client.send("POST", "/nodes/pve/qemu", Map.of("vmid", "100")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(fake.cluster().find(100)).isPresent();
    }
}
