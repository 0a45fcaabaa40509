package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import dev.vivarium.core.model.Capability;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes wrong, how it is told, and with which exit code. */
final class FailureTest extends AtHouse {
    @Test
    void wrongUsageIsTwo() {
        assertThat(house.bare("up"))
                .isEqualTo(new Run(2, "", "error: Missing required parameter: 'NAME'\nnext: vivarium up --help\n"));
        assertThat(house.bare("snapshott").err()).contains("Did you mean: vivarium snapshot");
        assertThat(house.bare("up", "x", "--memory", "lots"))
                .isEqualTo(new Run(
                        2,
                        "",
                        "error: --memory: 'lots' is no size; write for example 512M, 16G or 1T\n"
                                + "next: vivarium up --help\n"));
        assertThat(house.vivarium("up", "a b").err()).contains("error: a node's name has 1 to 63", "[node.name]");
    }

    @Test
    void aWrongFileIsToldWithItsLine() throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "version: 1\nhom: x\n");
        Run run = house.bare("ls", "--config", file.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("error: " + file + ":2: the document: unknown key 'hom'; did you mean 'home'?"
                        + "  [config.invalid]\n");
    }

    @Test
    void whatDoesNotExistIsThree() {
        Run run = house.vivarium("show", "муза", "--json");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out())
                .isEqualTo("{\"error\":{\"kind\":\"NOT_FOUND\",\"code\":\"node.unknown\",\"message\":\"there is no node"
                        + " 'муза'; there is none at all\",\"log\":[],\"next\":[\"vivarium ls\"]}}\n");
        up("муза");
        assertThat(house.vivarium("show", "muse").err()).contains("there is no node 'muse'; there is муза");
        Run rollback = house.vivarium("rollback", "муза", "nowhere");
        assertThat(rollback.exit()).isEqualTo(3);
        assertThat(rollback.err()).contains("has no snapshot 'nowhere'", "next: vivarium snapshots муза");
    }

    @Test
    void theSameNameWithOtherSettingsIsFour() {
        up("муза");
        Run run = house.vivarium("up", "муза", "--cores", "3");
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("[node.exists]");
    }

    @Test
    void aCapabilityThatIsDeniedIsFive() {
        up("муза");
        Run run = house.vivarium("snapshot", "муза", "--kind", "frozen");
        assertThat(run.exit()).isIn(0, 5);
        house.server().deny(Capability.SNAPSHOT_LIVE, "the test says so");
        Run live = house.vivarium("snapshot", "муза", "s", "--kind", "live");
        assertThat(live.exit()).isEqualTo(5);
        assertThat(live.err()).contains("the test says so", "next: vivarium doctor");
    }

    @Test
    void aGuestThatFailsIsToldWithItsLogAndRemoved() {
        house.server().misbehave(Misbehaviour.INIT_FAILED);
        Run run = up("муза");
        assertThat(run.exit()).as(run.err()).isEqualTo(11);
        assertThat(run.err()).contains("error: ", "    │ ", "next: vivarium show муза", "vivarium rm муза");
        assertThat(house.vivarium("show", "муза").out()).startsWith("муза is FAILED: ");
        assertThat(house.vivarium("rm", "муза").exit()).isZero();
        assertThat(house.server().size()).isZero();
    }

    @Test
    void whatFailedIsTriedAgainByTheSameCommand() {
        house.server().misbehave(Misbehaviour.UNHEALTHY);
        assertThat(up("муза").exit()).isNotZero();
        house.heal();
        Run again = up("муза");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("муза is READY\n");
    }

    @Test
    void ctrlCCancelsAndLeavesNothing() {
        house.server().misbehave(Misbehaviour.MUTE);
        AtomicInteger closed = new AtomicInteger();
        house.interrupts(action -> {
            Thread presser = new Thread(action);
            presser.start();
            return closed::incrementAndGet;
        });
        Run run = up("муза");
        assertThat(run.exit()).as(run.err()).isEqualTo(130);
        assertThat(run.err()).contains("cancelling, and undoing what was begun", "error: ", "next: vivarium up муза");
        assertThat(closed).hasValue(1);
        assertThat(house.server().size()).isZero();
        assertThat(house.vivarium("ls").out()).startsWith("no nodes;");
    }

    private Run up(String name) {
        return house.vivarium("up", name, "--bundle", house.bundle().toString());
    }
}
