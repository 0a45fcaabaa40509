package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenPortTest {
    private static final Optional<HttpCall> PAGE = Optional.of(HttpCall.get(8080, "/health"));

    @Test
    void whoeverSpeaksOrWaitsIsThere() throws IOException {
        try (Greeter speaks = new Greeter();
                ServerSocket waits = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", speaks.port()), Optional.empty()))
                    .isTrue();
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", waits.getLocalPort()), Optional.empty()))
                    .isTrue();
        }
    }

    @Test
    void whoeverIsAskedNeedNotBeWaitedFor() throws IOException {
        try (Greeter speaks = new Greeter();
                Greeter hangsUp = new Greeter("");
                ServerSocket waits = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", speaks.port()), PAGE))
                    .isTrue();
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", waits.getLocalPort()), PAGE))
                    .isTrue();
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", hangsUp.port()), PAGE))
                    .isFalse();
        }
    }

    @Test
    void aForwardThatHangsUpLeadsNowhere() throws IOException {
        try (Greeter hangsUp = new Greeter("")) {
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", hangsUp.port()), Optional.empty()))
                    .isFalse();
            hangsUp.close();
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", hangsUp.port()), Optional.empty()))
                    .isFalse();
        }
        assertThat(OpenPort.isOpen(new Endpoint("no-such-host.invalid", 80), Optional.empty()))
                .isFalse();
    }
}
