package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class OpenPortTest {

    @Test
    void whoeverSpeaksOrWaitsIsThere() throws IOException {
        try (Greeter speaks = new Greeter();
                ServerSocket waits = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", speaks.port())))
                    .isTrue();
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", waits.getLocalPort())))
                    .isTrue();
        }
    }

    @Test
    void aForwardThatHangsUpLeadsNowhere() throws IOException {
        try (Greeter hangsUp = new Greeter("")) {
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", hangsUp.port())))
                    .isFalse();
            hangsUp.close();
            assertThat(OpenPort.isOpen(new Endpoint("127.0.0.1", hangsUp.port())))
                    .isFalse();
        }
        assertThat(OpenPort.isOpen(new Endpoint("no-such-host.invalid", 80))).isFalse();
    }
}
