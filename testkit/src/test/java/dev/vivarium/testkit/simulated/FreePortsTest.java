package dev.vivarium.testkit.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two of them stand for two processes, as each listens where its ports begin. */
class FreePortsTest {
    @Test
    void noTwoProcessesHandOutTheSame() {
        FreePorts one = new FreePorts(14000, 512);
        FreePorts other = new FreePorts(14000, 512);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 150; i++) {
            assertThat(seen.add(one.next())).isTrue();
            assertThat(seen.add(other.next())).isTrue();
        }
        assertThat(seen).allMatch(port -> port > 14000 && port < 14512);
        assertThatThrownBy(() -> new FreePorts(14000, 512).next()).hasMessageContaining("too many programs");
    }

    @Test
    void portsComeAgainWhenAllWereGiven() {
        FreePorts ports = new FreePorts(14600, 128);
        int first = ports.next();
        for (int i = 1; i < 127; i++) {
            ports.next();
        }
        assertThat(ports.next()).isEqualTo(first);
    }
}
