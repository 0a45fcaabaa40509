package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same life, and the same words, when a service keeps the node. */
final class LifeOverRestTest extends LifeTest {
    @Override
    protected House house(Path in) throws IOException {
        return super.house(in).withService();
    }

    @Test
    void whatNeedsFilesOfTheServicesHostSaysSo() {
        up();
        for (List<String> command : List.of(
                List.of("ssh", "муза"),
                List.of("logs", "муза"),
                List.of("secrets", "муза"),
                List.of("autostart", "муза"),
                List.of("probe", "муза", "--cpus", "1"),
                List.of("image", "import", "x.img"),
                List.of("image", "prune"))) {
            Run run = house.vivarium(command.toArray(String[]::new));
            assertThat(run.exit()).as(run.err()).isEqualTo(5);
            assertThat(run.err()).contains("needs files of the service's host, http://127.0.0.1:", "; ");
        }
    }

    @Test
    void aServiceThatIsNotThereIsSaid() {
        Run run = house.bare("ls", "--server", "http://127.0.0.1:1");
        assertThat(run.exit()).isEqualTo(8);
        assertThat(run.err()).contains("error: there is no service at http://127.0.0.1:1");
    }
}
