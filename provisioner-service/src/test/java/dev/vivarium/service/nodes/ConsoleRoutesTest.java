package dev.vivarium.service.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.SharedService;
import dev.vivarium.testkit.guest.GuestState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleRoutesTest extends SharedService {
    private static GuestState guest(String node) {
        return service.server()
                .guest(service.service()
                        .vivarium()
                        .node(NodeId.parse(node))
                        .orElseThrow()
                        .machine()
                        .orElseThrow());
    }

    @Test
    void theEndOfTheConsoleIsShownWithoutWhatATerminalWouldObey() {
        String node = service.node("консоль");
        String path = "/v1/nodes/" + node + "/console";
        guest(node).print("\u001b]0;owned\u0007\u001b[2Jпривет\u202e\u0000 мир");
        Answer all = service.client("viewer", Map.of()).get(path);
        assertThat(all.status()).as(all.text()).isEqualTo(200);
        assertThat(all.at("/text")).endsWith("привет мир\n");

        guest(node).print("последняя строка");
        String last = client.get(path + "?tail=60").at("/text");
        assertThat(last).as("whole lines only").isEqualTo("последняя строка\n");
        for (String tail : new String[] {"0", "4194305", "-1", "x", "99999999999"}) {
            assertThat(client.get(path + "?tail=" + tail).at("/code")).isEqualTo("request.parameter");
        }
    }

    @Test
    void whoMayNotSeeTheNodeSeesNothingOfIt() {
        String node = service.node("чужая", Map.of("labels", Map.of("team", "a")));
        Answer other = service.client("viewer", Map.of("team", "b")).get("/v1/nodes/" + node + "/console");
        assertThat(other.at("/code")).isEqualTo("node.unknown");
    }
}
