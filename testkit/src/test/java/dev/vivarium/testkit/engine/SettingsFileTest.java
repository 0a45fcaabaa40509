package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.testkit.simulated.SimulatedProvider;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The library as its settings file describes it. */
class SettingsFileTest extends AtSite {
    @Test
    void aHypervisorIsFoundByTheKindThatTheFileNames() throws IOException {
        Path file = Files.writeString(directory.resolve("vivarium.yaml"), """
                version: 1
                installation: test-1
                home: home
                cache: cache
                hypervisors:
                  lab:
                    kind: simulated
                """);
        NodeSpec spec = NodeSpec.builder(Site.NODE)
                .on("lab")
                .image(site.spec().image().toString())
                .bundle(directory.resolve("AGI-core"))
                .inactivityLimit(Duration.ofSeconds(60))
                .build();
        try (SimulatedServer server = SimulatedProvider.server(directory.resolve("home/hypervisors/lab"));
                Vivarium vivarium = Vivarium.open(file)) {
            Node node = vivarium.create(spec).await();
            assertThat(node.state()).isEqualTo(NodeState.READY);
            assertThat(server.size()).isEqualTo(1);
            vivarium.delete(node.id()).await();
            assertThat(server.size()).isZero();
        }
    }
}
