package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House.Run;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node's life by commands, wherever it is kept. */
class LifeTest extends AtHouse {
    @Test
    void upProvesTheNodeAndSaysSoAgain() {
        Run first = up();
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("муза is READY\n").contains("8080 → 127.0.0.1:", "✓ reachable");
        assertThat(first.err()).contains("create 1/", "checking what it needs:", "booting, until SSH answers:");

        Run again = up();
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("муза is READY\n");
        assertThat(house.server().size()).isOne();
    }

    @Test
    void aSnapshotIsTakenListedRolledBackToAndRemoved() {
        up();
        Run taken = house.vivarium("snapshot", "муза", "до", "--kind", "live");
        assertThat(taken.exit()).as(taken.err()).isZero();
        assertThat(taken.out()).isEqualTo("took до, live; back with: vivarium rollback муза до\n");
        assertThat(house.vivarium("snapshot", "муза").out()).startsWith("took snapshot-1, live;");
        assertThat(house.vivarium("snapshots", "муза").out())
                .contains("SNAPSHOT", "\nдо ", "\n  snapshot-1 ", "live", "user");

        Run back = house.vivarium("rollback", "муза", "до", "--safety");
        assertThat(back.exit()).as(back.err()).isZero();
        assertThat(back.out()).isEqualTo("муза is back at до and is READY\n");
        assertThat(house.vivarium("snapshots", "муза", "--rm", "snapshot-1").out())
                .contains("before-rollback-", "safety")
                .doesNotContain("snapshot-1");
    }

    @Test
    void aNodeIsUpdatedItsSecretsChangedAndRolledBack() throws IOException {
        up();
        Path manifest = house.bundle().resolve("bundle.yaml");
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceFirst("release: .*", "release: \"1.1\"") + "secrets: [TOKEN]\n");
        Run missing =
                house.vivarium("update", "муза", "--bundle", house.bundle().toString());
        assertThat(missing.exit()).isEqualTo(7);
        assertThat(missing.err()).contains("the bundle needs a secret TOKEN");
        Path key = Files.writeString(directory.resolve("ключ"), "canary-4711");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Run updated = house.vivarium(
                "update", "муза", "--bundle", house.bundle().toString(), "--secret", "TOKEN=file:" + key);
        assertThat(updated.exit()).as(updated.err()).isZero();
        assertThat(updated.out()).isEqualTo("муза runs muse 1.1 instead of muse 1 and is READY\n");
        assertThat(updated.err())
                .contains("update 1/", "unpacking and switching")
                .doesNotContain("canary");
        assertThat(house.vivarium("snapshots", "муза").out()).contains("before-update-", "safety");
    }

    @Test
    void aNodeIsClonedAndTheCloneIsAnother() {
        up();
        house.vivarium("snapshot", "муза", "до", "--kind", "stopped");
        Run made = house.vivarium("clone", "муза", "эхо", "--linked", "--from", "до");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).startsWith("эхо is READY\n");
        assertThat(house.vivarium("ls").out()).contains("муза  READY", "эхо   READY");
        String id = house.vivarium("show", "эхо", "--json").out().replaceFirst("(?s)^.\"id\":\"([0-9a-f-]+).*", "$1");
        assertThat(house.vivarium("show", id).out()).startsWith("эхо is READY");
        assertThat(house.vivarium("show", id.substring(0, 8)).out()).startsWith("эхо is READY");
        assertThat(house.vivarium("show", "пусто").err()).contains("there is no node 'пусто'; there is муза, эхо");
        Run again = house.vivarium("clone", "муза", "эхо");
        assertThat(again.exit()).isEqualTo(4);
        assertThat(again.err()).contains("there is a node 'эхо' already (READY)");
        assertThat(house.vivarium("rm", "муза").exit()).isZero();
        assertThat(house.vivarium("verify", "эхо").exit()).isZero();
    }

    @Test
    void gpusAreListedWithWhatPreventsTheirUse() {
        assertThat(house.vivarium("gpus").out()).isEqualTo("no GPUs here\n");
        Finding bound = Finding.error("gpu.driver", "it is driven by nouveau", "bind it to vfio-pci");
        house.server().gpus(gpu("0000:01:00.0", List.of()), gpu("0000:02:00.0", List.of(bound)));
        assertThat(house.vivarium("gpus").out())
                .contains(
                        "0000:01:00.0  local  10de:2684  NVIDIA  yes\n",
                        "0000:02:00.0  local  10de:2684  NVIDIA  no\n",
                        "0000:02:00.0: it is driven by nouveau\n  → bind it to vfio-pci\n");
        assertThat(house.vivarium("gpus", "--json").out()).contains("\"address\":\"0000:01:00.0\"");
        assertThat(house.vivarium("up", "муза", "--gpu", "the big one").err()).contains("names no GPU");
    }

    private static Gpu gpu(String address, List<Finding> findings) {
        return new Gpu(
                address, "10de", "2684", "NVIDIA", Optional.of("7"), Optional.empty(), Optional.empty(), findings);
    }

    @Test
    void stopStartVerifyAndRm() {
        up();
        assertThat(house.vivarium("verify", "муза"))
                .satisfies(r -> assertThat(r.exit()).isZero())
                .satisfies(r -> assertThat(r.out()).contains("✓ ", "uptime ", "муза is ready\n"));
        assertThat(house.vivarium("stop", "муза").out()).isEqualTo("муза is STOPPED\n");
        assertThat(house.vivarium("ls").out()).contains("NAME", "муза  STOPPED  local");
        assertThat(house.vivarium("verify", "муза"))
                .satisfies(r -> assertThat(r.exit()).isEqualTo(11));
        assertThat(up().out()).as("up starts a stopped node").startsWith("муза is READY\n");
        assertThat(house.vivarium("rm", "муза").out()).isEqualTo("муза is gone\n");
        assertThat(house.server().size()).isZero();
        assertThat(house.vivarium("ls").out()).startsWith("no nodes;");
    }

    @Test
    void aDryRunMakesNothing() {
        Run dry = house.vivarium("up", "муза", "--bundle", house.bundle().toString(), "--dry-run");
        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.out()).isEqualTo("nothing is in the way\n");
        Run absent = house.vivarium("up", "муза", "--image", "file:none.qcow2", "--dry-run");
        assertThat(absent.exit()).isEqualTo(7);
        assertThat(absent.out()).contains("none.qcow2 is not here", "vivarium image ls");
        assertThat(house.vivarium("up", "муза", "--image", "ubunto", "--dry-run")
                        .out())
                .contains("the image catalogue has no 'ubunto'");
        assertThat(house.server().size()).isZero();
    }

    @Test
    void jsonIsOneDocumentAndEventsAreLines() {
        Run made = house.vivarium("up", "муза", "--bundle", house.bundle().toString(), "--json", "--events");
        assertThat(made.out().lines()).hasSize(1);
        assertThat(made.out()).startsWith("{\"id\":\"").contains("\"name\":\"муза\",\"state\":\"READY\"");
        assertThat(made.err().lines()).allMatch(l -> l.startsWith("{\"operation\":\"") && l.endsWith("}"));
        assertThat(house.vivarium("ls", "--json").out()).startsWith("[{\"id\":").hasLineCount(1);
        assertThat(house.vivarium("snapshot", "муза", "s", "--json").out())
                .contains("\"name\":\"s\",\"kind\":\"LIVE\"", "\"origin\":\"USER\",\"pinned\":false");
        assertThat(house.vivarium("verify", "муза", "--json").out()).contains("\"ready\":true", "\"uptimeSeconds\":");
        assertThat(house.vivarium("rm", "муза", "--json").out()).contains("\"name\":\"муза\"");
    }

    Run up() {
        return house.vivarium("up", "муза", "--bundle", house.bundle().toString());
    }
}
