package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.closed;
import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static dev.vivarium.proxmox.api.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private static final PveLogin PASSWORD = new PveLogin.Password("vivarium@pve", Secret.of("p&ss wörd"));
    private static final String TASK = "\"UPID:b:0000005D:0003370B:6B00B07B:qmstart:107:vivarium@pve:\"";

    private final ScriptedServer server = new ScriptedServer();
    private final Clients clients = new Clients();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aTokenIsAHeader() {
        server.otherwise(data("\"100\""));
        try (Pve pve = clients.open(server)) {
            pve.cluster().nextId();
        }
        assertThat(server.only().header("Authorization"))
                .isEqualTo("PVEAPIToken=vivarium@pve!test=c0ffee00-1111-2222-3333-444455556666");
    }

    @Test
    void aRefusedTokenIsNotTriedAgain() {
        server.otherwise(status("401 Authentication failed!", ""));
        try (Pve pve = clients.open(server)) {
            assertThat(failure(pve::version).code()).isEqualTo("proxmox.credentials");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aUserGetsATicketOnceAndShowsItWithEachChange() {
        server.then(ticket("one"), data("\"100\""), data(TASK));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            pve.cluster().nextId();
            pve.machines("b").start(107);
        }
        assertThat(targets()).containsExactly("/api2/json/access/ticket", "/api2/json/cluster/nextid", START);
        assertThat(server.requests().get(0).body()).isEqualTo("username=vivarium%40pve&password=p%26ss+w%C3%B6rd");
        assertThat(server.requests().get(2).header("Cookie")).isEqualTo("PVEAuthCookie=PVE:vivarium@pve:one");
        assertThat(server.requests().get(2).header("CSRFPreventionToken")).isEqualTo("csrf-one");
    }

    @Test
    void aTicketIsRenewedByItselfBeforeItEnds() {
        server.then(ticket("one"), data("\"100\""), ticket("two"), data("\"101\""));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            pve.cluster().nextId();
            clients.clock.advance(Duration.ofMinutes(95));
            pve.cluster().nextId();
        }
        assertThat(server.requests().get(2).body()).contains("password=PVE%3Avivarium%40pve%3Aone");
        assertThat(server.requests().get(3).header("Cookie")).endsWith(":two");
    }

    @Test
    void aTicketThatNobodyTakesAnyMoreIsReplacedByThePassword() {
        server.then(
                ticket("one"),
                data("\"100\""),
                status("401 authentication failure", ""),
                ticket("two"),
                data("\"101\""));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            pve.cluster().nextId();
            clients.clock.advance(Duration.ofMinutes(95));
            assertThat(pve.cluster().nextId()).isEqualTo(101);
        }
        assertThat(server.requests().get(3).body()).contains("password=p%26ss");
    }

    @Test
    void afterALongTimeThePasswordIsUsedAtOnce() {
        server.then(ticket("one"), data("\"100\""), ticket("two"), data("\"101\""));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            pve.cluster().nextId();
            clients.clock.advance(Duration.ofHours(9));
            pve.cluster().nextId();
        }
        assertThat(server.requests().get(2).body()).contains("password=p%26ss");
    }

    @Test
    void anExpiredTicketIsRenewedOnceAndTheChangeAskedForAgain() {
        server.then(ticket("one"), status("401 permission denied - invalid PVE ticket", ""), ticket("two"), data(TASK));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            assertThat(pve.machines("b").start(107).id()).isEqualTo("107");
        }
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void aSecondRefusalIsTheEnd() {
        server.then(ticket("one"), status("401 No ticket", ""), ticket("two"), status("401 No ticket", ""));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            assertThat(failure(() -> pve.machines("b").start(107)).kind()).isEqualTo(Kind.DENIED);
        }
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void aLoginMayBeRepeated() {
        server.then(closed(), ticket("one"), data("\"100\""));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            assertThat(pve.cluster().nextId()).isEqualTo(100);
        }
    }

    @Test
    void aSecondFactorIsSaidToBeOne() {
        server.otherwise(data("{\"NeedTFA\":1,\"CSRFPreventionToken\":\"x\",\"ticket\":\"PVE:!tfa!x\"}"));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            assertThat(failure(pve::version))
                    .returns("proxmox.second-factor", VivariumException::code)
                    .hasMessageContaining("make an API token");
        }
    }

    @Test
    void aTicketWithALineEndInItIsRefused() {
        server.otherwise(data("{\"CSRFPreventionToken\":\"x\",\"ticket\":\"PVE\\r\\nX-Evil: 1\"}"));
        try (Pve pve = clients.open(Clients.settings(PASSWORD, server))) {
            assertThat(failure(pve::version).code()).isEqualTo("proxmox.answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"root@pam", "root!rig", "root@pam!rig=1", "root@pam!rig\n", "", "a b@pve!x"})
    void whatIsNoTokensNameIsRefused(String id) {
        assertThatThrownBy(() -> new PveLogin.Token(id, Secret.of("x"))).hasMessageContaining("USER@REALM!NAME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://pve:8006", "https://u@pve", "https://pve/api2", "https://pve?x=1", "pve", "https:///"})
    void whatIsNoAddressIsRefused(String address) {
        assertThatThrownBy(() -> PveSettings.of(Clients.TOKEN, URI.create(address)))
                .hasMessageContaining("https://HOST:PORT");
    }

    @Test
    void thePortIsTheOneThatTheServerListensAt() {
        assertThat(PveSettings.of(Clients.TOKEN, URI.create("https://pve1/")).endpoints())
                .containsExactly(URI.create("https://pve1:8006"));
    }

    private static final String START = "/api2/json/nodes/b/qemu/107/status/start";

    private List<String> targets() {
        return server.requests().stream().map(ScriptedServer.Request::target).toList();
    }

    private static ScriptedServer.Answer ticket(String name) {
        return data("{\"username\":\"vivarium@pve\",\"ticket\":\"PVE:vivarium@pve:" + name
                + "\",\"CSRFPreventionToken\":\"csrf-" + name + "\",\"cap\":{}}");
    }

    private static VivariumException failure(ThrowingCallable call) {
        return catchThrowableOfType(VivariumException.class, call);
    }
}
