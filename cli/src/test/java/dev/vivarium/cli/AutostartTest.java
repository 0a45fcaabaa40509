package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code autostart}: the unit is there exactly while the node comes back by itself. */
final class AutostartTest extends AtHouse {
    @BeforeEach
    void begin() {
        house.vivarium("up", "муза", "--bundle", house.bundle().toString());
    }

    private List<Path> units() throws IOException {
        Path where = directory.resolve(".config/systemd/user");
        if (!Files.exists(where)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(where)) {
            return files.toList();
        }
    }

    @Test
    void unitIsWrittenToldOfAndRemoved() throws IOException {
        assertThat(house.vivarium("autostart", "муза").out()).isEqualTo("муза stays off when this host starts\n");
        Run on = house.vivarium("autostart", "муза", "on", "--user");
        assertThat(on.exit()).as(on.err()).isZero();
        assertThat(on.out())
                .startsWith("муза comes back when this host starts: ")
                .containsPattern("\n  systemctl --user enable vivarium-[0-9a-f-]{36}.service\n")
                .contains("\n  loginctl enable-linger\n");
        assertThat(units())
                .singleElement()
                .satisfies(unit -> assertThat(unit)
                        .content()
                        .contains(
                                "\"--config\" \"" + directory.resolve("vivarium.yaml") + "\" start \"",
                                "LC_ALL=C.UTF-8"));
        house.vivarium("autostart", "муза", "on", "--user");
        assertThat(units()).as("twice is once").hasSize(1);
        assertThat(house.vivarium("autostart", "муза", "--json").out())
                .contains("\"node\":\"муза\",\"autostart\":true");
        assertThat(house.vivarium("autostart", "муза", "off").out()).contains("stays off");
        assertThat(units()).isEmpty();
    }

    @Test
    void removedNodeLeavesNoUnit() throws IOException {
        house.vivarium("autostart", "муза", "on", "--user");
        assertThat(units()).hasSize(1);
        assertThat(house.vivarium("rm", "муза").exit()).isZero();
        assertThat(units()).isEmpty();
    }
}
