package dev.vivarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.AtHouse;
import dev.vivarium.cli.House;
import dev.vivarium.core.model.Capability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The demo's story on the simulated hypervisor, whose guest forgets and remembers with its snapshots. */
final class DemoTest extends AtHouse {
    @Override
    protected House house(Path in) throws IOException {
        return super.house(in).withService();
    }

    @Test
    void everyClaimHoldsAndASecondRunBeginsAnew() {
        House.Run first = demo("--phase", "build=12.5");
        assertThat(first.exit()).as(first.out() + first.err()).isZero();
        assertThat(first.out())
                .contains(
                        "less than a node's defaults of 4 cores and 16 GiB",
                        "✓ the node is READY",
                        "you:  Remember: ",
                        "✓ its memory has changed",
                        "✓ the change is gone",
                        "✓ its uptime went on from the snapshot",
                        "✓ the guest's clock is right",
                        "prepare   build",
                        "preparing 12.5 s, our own part ",
                        "10 of 10 claims held",
                        "curl -s http://127.0.0.1:",
                        "All of this goes through the REST interface at http://127.0.0.1:",
                        "Opening a session: a live snapshot is taken first")
                .doesNotContain("✗");
        House.Run second = demo("--rm");
        assertThat(second.exit()).as(second.out() + second.err()).isZero();
        assertThat(second.out()).contains("Removing the node of an earlier demo", "Removing the node\n");
        assertThat(house.server().size()).isZero();
    }

    @Test
    void aNodeThatNoDemoMadeIsLeftAlone() {
        house.vivarium("up", "muse");
        House.Run run = demo();
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("no demo made", "--name OTHER");
        assertThat(house.server().size()).isOne();
    }

    @Test
    void withoutLiveSnapshotsItFails() {
        house.server().deny(Capability.SNAPSHOT_LIVE, "no memory to spare");
        House.Run run = demo();
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err() + run.out()).contains("no memory to spare");
        assertThat(house.server().size()).as("what it made is removed").isZero();
    }

    @Test
    void ctrlCRemovesWhatItMade() {
        AtomicBoolean pressed = new AtomicBoolean();
        house.interrupts(action -> {
            Thread presser = new Thread(() -> {
                while (!house.shownErrors().get().contains("packing the bundle")) {
                    Thread.onSpinWait();
                }
                if (!pressed.getAndSet(true)) {
                    action.run();
                }
            });
            presser.setDaemon(true);
            presser.start();
            return () -> {};
        });
        house.server().tasks(Duration.ofMillis(1500), 4);
        House.Run run = demo();
        assertThat(run.exit()).as(run.err()).isEqualTo(130);
        assertThat(run.err()).contains("ending the demo; what it made is removed", "removing the node 'muse'");
        assertThat(house.server().size()).isZero();
        assertThat(house.vivarium("ls").out()).startsWith("no nodes;");
    }

    @Test
    void asADocument() {
        House.Run run = demo("--json");
        assertThat(run.out())
                .startsWith("{\"node\":\"")
                .contains("\"held\":true", "\"claims\":[{\"text\":\"the node is READY\",\"holds\":true")
                .contains("\"ownSeconds\":");
        assertThat(run.out()).hasLineCount(1);
    }

    private House.Run demo(String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "demo";
        args[1] = "--bundle";
        args[2] = house.bundle().toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return house.vivarium(args);
    }
}
