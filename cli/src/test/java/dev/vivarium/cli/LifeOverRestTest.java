package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import java.io.IOException;
import java.nio.file.Files;
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
                List.of("logs", "муза", "-f"),
                List.of("logs", "муза", "journal"),
                List.of("secrets", "муза"),
                List.of("autostart", "муза"),
                List.of("probe", "муза", "--cpus", "1"),
                List.of("image", "import", "x.img"),
                List.of("image", "prune"),
                List.of("bundle", "ls"),
                List.of("bundle", "prune"))) {
            Run run = house.vivarium(command.toArray(String[]::new));
            assertThat(run.exit()).as(run.err()).isEqualTo(5);
            assertThat(run.err()).contains("needs files of the service's host, http://127.0.0.1:", "; ");
        }
    }

    @Test
    void logsShowTheEndOfTheConsole() {
        up();
        Run logs = house.vivarium("logs", "муза", "-n", "2");
        assertThat(logs.exit()).as(logs.err()).isZero();
        assertThat(logs.out().lines()).hasSizeBetween(1, 2);
    }

    @Test
    void aDocumentIsTheSameBothWays() throws IOException {
        up();
        house.vivarium("snapshot", "муза", "до", "--kind", "live");
        try (House other = new House(Files.createDirectories(directory.resolve("без службы")))) {
            other.vivarium("up", "муза", "--bundle", other.bundle().toString());
            other.vivarium("snapshot", "муза", "до", "--kind", "live");
            for (String command : List.of("ls", "snapshots", "verify")) {
                String[] args = command.equals("ls")
                        ? new String[] {command, "--json"}
                        : new String[] {command, "муза", "--json"};
                assertThat(shape(house.vivarium(args).out()))
                        .as(command)
                        .isEqualTo(shape(other.vivarium(args).out()));
            }
        }
    }

    /** Names, words and kinds; without what is another one each time: ids, keys, times, ports, places. */
    private static String shape(String json) {
        return json.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|ssh-ed25519 [^\"]+|[0-9a-f]{64}|\\d[0-9T:.Z-]*\\b", "#")
                .replaceAll("\"(details|evidence|image)\":(\\{[^}]*}|\"[^\"]*\")", "$1");
    }

    @Test
    void aServiceThatIsNotThereIsSaid() {
        Run run = house.bare("ls", "--server", "http://127.0.0.1:1");
        assertThat(run.exit()).isEqualTo(8);
        assertThat(run.err()).contains("error: there is no service at http://127.0.0.1:1");
    }
}
