package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest says never reaches the user's terminal as it is, nor in any length. */
final class HostileGuestTest {
    private static final String UNSAFE = "[\\p{Cc}\u202a-\u202e\u2066-\u2069&&[^\n\t]]";
    private static final String BUNDLE = """
            version: 1
            name: muse
            release: "1"
            services:
              - unit: boot/muse.service
            ports:
              - {name: agent, port: 8080}
            health:
              - {name: agent, http: {port: 8080, path: /health, status: 200}}
            """;

    @TempDir
    private Path directory;

    private House house() throws IOException {
        House house = new House(directory);
        Path unit = Files.createDirectories(house.bundle().resolve("boot")).resolve("muse.service");
        Files.writeString(unit, "[Service]\nExecStart=/bin/true\n");
        Files.writeString(house.bundle().resolve("bundle.yaml"), BUNDLE);
        return house;
    }

    private static Run up(House house) {
        return house.vivarium("up", "муза", "--bundle", house.bundle().toString());
    }

    private static GuestState guest(House house) {
        Machine machine = house.server()
                .connect("local", new InstallationId("local"))
                .machines()
                .get(0);
        return house.server().guest(machine);
    }

    private static void assertSafe(Run run) {
        for (String text : List.of(run.out(), run.err())) {
            assertThat(text).doesNotContainPattern(UNSAFE).doesNotContain("pwned");
            assertThat(text.length()).isLessThan(100_000);
        }
    }

    @Test
    void spiteIsTamedInEverythingThatIsPrinted() throws IOException {
        House house = house();
        assertThat(up(house).exit()).isZero();
        guest(house).misbehave(Misbehaviour.SPITEFUL);
        guest(house).print("\u001b[2J\u001b]0;pwned\u0007зло\u009b31m\u202e\u0000");
        Run verify = house.vivarium("verify", "муза");
        assertThat(verify.exit()).isEqualTo(11);
        for (Run run : List.of(
                verify,
                house.vivarium("verify", "муза", "--json"),
                house.vivarium("show", "муза"),
                house.vivarium("show", "муза", "--json"),
                house.vivarium("logs", "муза"),
                house.vivarium("logs", "муза", "--json"),
                house.vivarium("probe", "муза", "--cpus", "1", "--prompt", "?"),
                house.vivarium("probe", "муза", "--cpus", "1", "--prompt", "?", "--json"))) {
            assertSafe(run);
            assertThat(run.out()).containsAnyOf("зло", "all the same");
        }
        assertSafe(house.vivarium("ls"));
    }

    @Test
    void spiteInAFailureIsTamed() throws IOException {
        House house = house();
        house.server().misbehave(Misbehaviour.SPITEFUL, Misbehaviour.INIT_FAILED);
        Run up = up(house);
        assertThat(up.exit()).isEqualTo(11);
        assertThat(up.err()).contains("зло");
        assertSafe(up);
        assertSafe(house.vivarium("show", "муза"));
    }

    @Test
    void answerWithoutEndIsCutAndCalledSo() throws IOException {
        House house = house();
        assertThat(up(house).exit()).isZero();
        guest(house).misbehave(Misbehaviour.ENDLESS_ANSWERS);
        Run probe = house.vivarium("probe", "муза", "--cpus", "1", "--prompt", "?", "--repeat", "1");
        assertThat(probe.out()).contains("1 of 1 failed", "it answered more than 1 MiB");
        assertSafe(probe);
    }
}
