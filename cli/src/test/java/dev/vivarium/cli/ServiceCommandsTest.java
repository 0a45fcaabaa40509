package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What only a service has, by commands. */
final class ServiceCommandsTest extends AtHouse {
    @Override
    protected House house(Path in) throws IOException {
        return super.house(in).withService();
    }

    @Test
    void operationsAreSeenAndFollowedAgain() {
        up();
        Run all = house.vivarium("operation", "ls", "--node", "муза");
        assertThat(all.out()).contains("ID", "create", "муза", "done");
        String id = all.out().lines().toList().get(1).split(" ", 2)[0];
        assertThat(house.vivarium("operation", "show", id).out())
                .startsWith("create of муза is done")
                .contains("preflight", "checking what it needs");
        Run followed = house.vivarium("operation", "follow", id);
        assertThat(followed.exit()).as(followed.err()).isZero();
        assertThat(followed.err()).contains("create 1/", "booting, until SSH answers");
        assertThat(house.vivarium("operation", "show", "ffff").err()).contains("there is no operation 'ffff'");
        assertThat(house.vivarium("operation", "cancel", id).exit()).isIn(0, 4);
    }

    @Test
    void ctrlCLeavesTheOperationToTheService() throws InterruptedException {
        CountDownLatch pressed = new CountDownLatch(1);
        house.interrupts(action -> {
            Thread presser = new Thread(() -> {
                while (!house.shownErrors().get().contains("packing the bundle")) {
                    Thread.onSpinWait();
                }
                action.run();
                pressed.countDown();
            });
            presser.setDaemon(true);
            presser.start();
            return () -> {};
        });
        house.server().tasks(Duration.ofMillis(1500), 4);
        Run left = up();
        assertThat(pressed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(left.exit()).as(left.err()).isEqualTo(130);
        assertThat(left.err()).contains("the service goes on with it; follow it with 'vivarium operation follow ");
        house.interrupts(action -> () -> {});
        Run again = up();
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("муза is READY\n");
        assertThat(house.server().size()).isOne();
    }

    @Test
    void tokensAreMadeUsedAndRevoked() throws IOException {
        Run made = house.vivarium("token", "add", "зритель", "--role", "viewer", "--expires", "30d");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).matches("viv_[A-Za-z0-9_-]{43}\n");
        assertThat(house.vivarium("token", "ls").out())
                .contains("зритель  viewer", "in 30")
                .doesNotContain(made.out().strip());
        String server = house.service().address().toString();
        house.environment().put("VIVARIUM_SERVER", server);
        house.environment().put("VIVARIUM_TOKEN", made.out().strip());
        assertThat(house.bare("ls").out()).startsWith("no nodes;");
        Run denied = house.bare("up", "муза");
        assertThat(denied.exit()).isEqualTo(6);
        house.environment()
                .put(
                        "VIVARIUM_TOKEN",
                        Files.readString(house.service().adminTokenFile()).strip());
        assertThat(house.bare("token", "rm", "зритель").out()).isEqualTo("зритель is revoked\n");
        house.environment().put("VIVARIUM_TOKEN", made.out().strip());
        assertThat(house.bare("ls").exit()).isEqualTo(6);
    }

    @Test
    void aContextStandsForAddressAndToken() throws IOException {
        String server = house.service().address().toString();
        Path token = house.service().adminTokenFile();
        Run added = house.bare("context", "add", "дом", "--server", server, "--token-file", token.toString());
        assertThat(added.out()).isEqualTo("дом is " + server + "; commands use it now\n");
        Path file = directory.resolve(".config/vivarium/contexts.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(house.bare("ls").out()).startsWith("no nodes;");
        assertThat(house.bare("token", "ls").out()).contains("admin");
        assertThat(house.bare("ls", "--server", "дом").exit()).isZero();
        assertThat(house.bare("context", "ls").out()).contains("*", "дом", server, "yes");
        assertThat(house.bare("context", "ls", "--json").out()).doesNotContain("viv_");
        assertThat(house.bare("context", "use", "--none").out()).contains("library");
        assertThat(house.bare("token", "ls").err()).contains("this needs a service");
        assertThat(house.bare("context", "use", "нет").err()).contains("there is no context 'нет'; there is дом");
        assertThat(house.bare("context", "rm", "дом").out()).isEqualTo("дом is forgotten\n");
        assertThat(house.bare("context", "add", "x", "--server", "http://example.org", "--token-file", token.toString())
                        .err())
                .contains("unencrypted");
        assertThat(house.bare("context", "add", "x").err()).contains("--server URL");
    }

    @Test
    void aSessionIsOpenedEndedAndListed() {
        up();
        Run started = house.vivarium("session", "start", "муза", "--kind", "live", "--after", "rollback");
        assertThat(started.exit()).as(started.err()).isZero();
        assertThat(started.out()).contains(" on муза is OPEN", "snapshot, live", "rollback");
        assertThat(house.vivarium("session", "show", "муза").out()).contains("is OPEN");
        Run ended = house.vivarium("session", "end", "муза");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("is ENDED");
        assertThat(house.vivarium("session", "ls", "муза").out()).contains("ended", "snapshot, live");
        assertThat(house.vivarium("session", "end", "муза").err()).contains("no session is open on муза");
        assertThat(house.vivarium("session", "start", "муза", "--nothing", "--kind", "live")
                        .err())
                .contains("say one of --kind, --rollback-to and --nothing");
        Run blocked = house.vivarium("session", "start", "муза", "--rollback-to", "нет-такого");
        assertThat(blocked.exit()).as(blocked.out() + blocked.err()).isIn(3, 4);
    }

    @Test
    void aPolicyIsPreviewedMadeAndRemoved() {
        house.vivarium("up", "муза", "--label", "team=atelier");
        String[] policy = {
            "policy",
            "add",
            "вечера",
            "--label",
            "team=atelier",
            "--cron",
            "0 19 * * 1-5",
            "--zone",
            "Europe/Berlin",
            "--lead",
            "5m",
            "--keep-daily",
            "7",
            "--max-age",
            "90d"
        };
        String[] dry = Arrays.copyOf(policy, policy.length + 1);
        dry[policy.length] = "--dry-run";
        assertThat(house.vivarium(dry).out()).contains("DUE", " 19:00 +01:00", "retention would delete nothing");
        assertThat(house.vivarium("policy", "ls").out()).startsWith("no policies;");
        Run made = house.vivarium(policy);
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).contains("вечера", "0 19 * * 1-5 Europe/Berlin", "7 daily, none older than 90 d");
        assertThat(house.vivarium("policy", "ls").out()).contains("вечера", "{team=atelier}");
        assertThat(house.vivarium("policy", "show", "вечера").out()).contains("a session", "next");
        assertThat(house.vivarium("policy", "preview", "вечера").out()).contains("for 1 node now");
        assertThat(house.vivarium("policy", "runs", "вечера").exit()).isZero();
        assertThat(house.vivarium("policy", "rm", "вечера").out()).isEqualTo("вечера is gone\n");
        assertThat(house.vivarium("policy", "show", "вечера").exit()).isEqualTo(3);
        assertThat(house.vivarium("policy", "add", "x", "--cron", "0 19 * * *").err())
                .contains("say for which nodes");
    }

    private Run up() {
        return house.vivarium("up", "муза", "--bundle", house.bundle().toString());
    }
}
