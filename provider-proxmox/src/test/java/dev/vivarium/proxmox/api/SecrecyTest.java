package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vivarium.cloudinit.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No secret is in an exception or in anything's text, not even if the server repeats it. */
class SecrecyTest {
    private static final String CANARY = "canary-5f1d3c9e";
    private static final PveLogin TOKEN = new PveLogin.Token("vivarium@pve!test", Secret.of(CANARY));
    private static final PveLogin PASSWORD = new PveLogin.Password("vivarium@pve", Secret.of(CANARY + " &"));

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void noSecretIsPrinted() {
        PveSettings settings = Clients.settings(TOKEN, server);
        Params params = Params.none().with("cipassword", Secret.of(CANARY));
        PveCall call = PveCall.post(params, "nodes", "pve", "qemu");
        assertThat(String.valueOf(settings)
                        + PASSWORD
                        + params
                        + params.list()
                        + call
                        + new TokenCredentials((PveLogin.Token) TOKEN)
                        + new TokenCredentials((PveLogin.Token) TOKEN).proof()
                        + new Credentials.Proof(Map.of("Cookie", CANARY))
                        + new GuestCalls.Terminal(5900, Secret.of(CANARY), "x", Optional.empty()))
                .doesNotContain(CANARY);
    }

    @Test
    void aServerThatRepeatsWhatItGotDoesNotBringItIntoAnError() {
        server.otherwise((request, out) -> {
            String all = request.headers() + request.body();
            out.write(Clients.bytes(
                    "HTTP/1.1 500 " + all + "\r\nConnection: close\r\n\r\n{\"data\":null,\"errors\":{\"a\":\""
                            + all.replace("\"", "") + "\"}}"));
            return false;
        });
        expectSilence(TOKEN, Pve::version);
        expectSilence(
                TOKEN,
                pve -> pve.machines("pve").create(100, Params.none().with("cipassword", Secret.of(CANARY + "+&"))));
        expectSilence(PASSWORD, Pve::version);
    }

    @Test
    void norDoesABrokenAnswer() {
        server.otherwise((request, out) -> {
            out.write(Clients.bytes(request.headers() + request.body() + "\r\n\r\n"));
            return false;
        });
        expectSilence(TOKEN, Pve::version);
        expectSilence(TOKEN, pve -> pve.machines("pve").start(100));
        expectSilence(PASSWORD, Pve::version);
    }

    @Test
    void aSnapshotsPasswordIsNotKept() {
        server.otherwise(data("{\"cipassword\":\"" + CANARY + "\",\"memory\":\"256\",\"cores\":1}"));
        try (Pve pve = new Clients().open(server)) {
            GuestConfig config = pve.machines("pve").snapshots().config(107, "s1");
            assertThat(config.values()).containsOnlyKeys("memory", "cores");
        }
    }

    private void expectSilence(PveLogin login, Use use) {
        try (Pve pve = new Clients().open(Clients.settings(login, server))) {
            ThrowingCallable call = () -> use.of(pve);
            StringWriter all = new StringWriter();
            catchThrowable(call).printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).contains("Proxmox VE").doesNotContain(CANARY);
        }
    }

    private interface Use {
        void of(Pve pve);
    }
}
