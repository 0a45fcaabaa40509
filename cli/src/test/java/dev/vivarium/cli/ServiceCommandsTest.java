package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What only a service has, by commands. */
final class ServiceCommandsTest extends AtHouse {
    @Override
    House house(Path in) throws IOException {
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
        house.server().delay(java.time.Duration.ofMillis(1500));
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
        assertThat(house.vivarium("token", "ls").out()).contains("зритель  viewer", "in 30").doesNotContain(made.out().strip());
        String server = house.service().address().toString();
        house.environment().put("VIVARIUM_SERVER", server);
        house.environment().put("VIVARIUM_TOKEN", made.out().strip());
        assertThat(house.bare("ls").out()).startsWith("no nodes;");
        Run denied = house.bare("up", "муза");
        assertThat(denied.exit()).isEqualTo(6);
        house.environment().put("VIVARIUM_TOKEN", Files.readString(house.service().adminTokenFile()).strip());
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
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
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

    private Run up() {
        return house.vivarium("up", "муза", "--bundle", house.bundle().toString());
    }
}
