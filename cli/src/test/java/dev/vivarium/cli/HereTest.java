package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What needs the keys and files of the machine where nodes are kept. */
final class HereTest extends AtHouse {
    @Test
    void sshPinsTheHostKeyWithFilesThatOnlyTheOwnerReads() throws IOException {
        up();
        assertThat(house.vivarium("ssh", "муза", "--", "uptime", "-p").exit())
                .as("ssh's own status")
                .isEqualTo(7);
        List<String> line = house.programs().get(0);
        assertThat(line)
                .startsWith("ssh", "-F", "none")
                .contains("StrictHostKeyChecking=yes", "IdentitiesOnly=yes", "GlobalKnownHostsFile=none")
                .endsWith("vivarium@127.0.0.1", "--", "uptime", "-p");
        Path identity = Path.of(line.get(line.indexOf("-i") + 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(identity)))
                .isEqualTo("rw-------");
        Path knownHosts = identity.resolveSibling("known_hosts");
        assertThat(line).contains("UserKnownHostsFile=\"" + knownHosts + "\"");
        assertThat(knownHosts).content().startsWith("[127.0.0.1]:").contains(" ssh-ed25519 ");
    }

    @Test
    void logsShowTheConsole() {
        up();
        Run logs = house.vivarium("logs", "муза", "-n", "3");
        assertThat(logs.exit()).as(logs.err()).isZero();
        assertThat(logs.out().lines()).hasSizeBetween(1, 3);
    }

    @Test
    void showTellsWhatTheMachineTakes() {
        up();
        assertThat(house.vivarium("show", "муза").out())
                .contains("processor", "CPU now", "the guest has 512.0 MiB", "the guest sees 4.0 GiB");
        assertThat(house.vivarium("show", "муза", "--json").out())
                .contains("\"usage\":{\"cpuSeconds\":", "\"guestMemoryBytes\":536870912");
    }

    @Test
    void probeComparesAnswersUnderLimits() {
        up();
        assertThat(house.vivarium("probe", "муза").err()).contains("say what to limit: --cpus, --memory, or both");
        assertThat(house.vivarium("probe", "муза", "--cpus", "1").err())
                .contains("has no probes; add some to bundle.yaml, or say what to ask: --prompt, --port, --path");
        Run probed = house.vivarium(
                "probe", "муза", "--cpus", "0.5,1", "--memory", "256M", "--repeat", "2", "--prompt", "Кто ты?");
        assertThat(probed.exit()).as(probed.err()).isZero();
        assertThat(probed.out())
                .contains("LIMIT", "no limit", "all the same")
                .containsPattern("(?m)^0.50 CPU, 256 MiB +question .* as without limits$")
                .contains("\n1 CPU, 256 MiB: simulated");
        assertThat(house.vivarium("show", "муза").out()).doesNotContain("limited to");
        assertThat(house.vivarium("probe", "муза", "--cpus", "1", "--prompt", "?", "--path", "/none", "--json")
                        .out())
                .contains("\"failed\":3", "\"cpus\":1.0,\"how\":\"simulated\"", "HTTP 404");
    }

    @Test
    void aNodeThatIsStoppedHasNoSsh() {
        up();
        house.vivarium("stop", "муза");
        Run ssh = house.vivarium("ssh", "муза");
        assertThat(ssh.exit()).isEqualTo(4);
        assertThat(ssh.err()).contains("does not run (it is STOPPED); start it with 'vivarium start муза'");
    }

    @Test
    void secretsAreHandedOverAgain() throws IOException {
        Path manifest = house.bundle().resolve("bundle.yaml");
        Files.writeString(manifest, Files.readString(manifest) + "secrets: [TOKEN]\n");
        house.vivarium("up", "муза", "--bundle", house.bundle().toString(), "--secret", "TOKEN=env:PATH");
        Run secrets = house.vivarium("secrets", "муза", "--secret", "TOKEN=env:PATH");
        assertThat(secrets.exit()).as(secrets.err()).isZero();
        assertThat(secrets.out()).isEqualTo("муза has TOKEN and is READY\n");
        assertThat(house.vivarium("secrets", "муза", "--secret", "TOKEN=canary-4711")
                        .err())
                .contains("never written here")
                .doesNotContain("canary");
    }

    private Run up() {
        return house.vivarium("up", "муза", "--bundle", house.bundle().toString());
    }
}
