package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.closed;
import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static dev.vivarium.proxmox.api.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several servers of one cluster: the next is asked where asking twice does no harm. */
class FailoverTest {
    private static final String TASK = "\"UPID:b:0000005D:0003370B:6B00B07B:qmstart:107:vivarium@pve!test:\"";

    private final ScriptedServer first = new ScriptedServer();
    private final ScriptedServer second = new ScriptedServer();
    private final Clients clients = new Clients();
    private final Pve pve = clients.open(first, second);

    @AfterEach
    void close() {
        pve.close();
        first.close();
        second.close();
    }

    @Test
    void aChangeGoesToTheNextServerIfTheFirstCannotBeReached() {
        first.close();
        second.otherwise(data(TASK));
        assertThat(pve.machines("b").start(107).type()).isEqualTo("qmstart");
        assertThat(second.requests()).hasSize(1);
        assertThat(clients.slept).isEmpty();
    }

    @Test
    void aChangeThatTheFirstServerMayHaveGotGoesNowhereElse() {
        first.otherwise(closed());
        second.otherwise(data(TASK));
        VivariumException failure = catchThrowableOfType(
                VivariumException.class, () -> pve.machines("b").start(107));
        assertThat(PveErrors.unanswered(failure)).isTrue();
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void theServerThatAnsweredIsAskedFromThenOn() {
        first.otherwise(status("595 No route to host", ""));
        second.otherwise(data("\"100\""));
        assertThat(pve.cluster().nextId()).isEqualTo(100);
        assertThat(pve.cluster().nextId()).isEqualTo(100);
        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests()).hasSize(2);
    }

    @Test
    void whenNobodyCanBeReachedThatIsSaid() {
        first.close();
        second.close();
        VivariumException failure = catchThrowableOfType(
                VivariumException.class, () -> pve.machines("b").start(107));
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.code()).isEqualTo("proxmox.unreachable");
        assertThat(failure.message()).contains("cannot be reached").contains("check the address");
    }

    @Test
    void aStrangeCertificateIsNotPassedOver() {
        try (ScriptedServer stranger = new ScriptedServer(new HeldCertificate.Builder()
                        .addSubjectAlternativeName("127.0.0.1")
                        .build());
                Pve careful = clients.open(stranger, second)) {
            VivariumException failure = catchThrowableOfType(VivariumException.class, careful::version);
            assertThat(failure.code()).isEqualTo("proxmox.certificate");
            assertThat(second.requests()).isEmpty();
        }
    }
}
