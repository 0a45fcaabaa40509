package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GuestBootTest extends AtSampleNode {
    @Test
    void theFirstBootUnpacksAndStartsTheBundle() throws IOException {
        PackedBundle packed = node.into(guest);
        JsonNode status = guest.run();

        assertThat(status.get("phase").asText()).as(status.toString()).isEqualTo("ready");
        assertThat(status.get("format").asInt()).isEqualTo(1);
        assertThat(status.get("bootId").asText()).startsWith("11111111-");
        assertThat(status.get("nodeId").asText()).isEqualTo("6f1c");
        assertThat(status.get("bundleDigest").asText())
                .isEqualTo(packed.digest().toString());
        assertThat(status.get("release").asText()).isEqualTo("1.0");
        assertThat(status.get("error").isNull()).isTrue();
        assertThat(status.get("updatedAt").asLong())
                .isGreaterThanOrEqualTo(status.get("startedAt").asLong());

        Path release = guest.path("opt/vivarium/releases/" + packed.digest().brief());
        assertThat(guest.path("opt/vivarium/current").toRealPath()).isEqualTo(release.toRealPath());
        assertThat(release.resolve("models/веса.bin"))
                .hasSameBinaryContentAs(node.directory.root().resolve("models/веса.bin"));
        assertThat(release.resolve("boot/начало.sh")).isExecutable();
        assertThat(release.resolve("memory")).isSymbolicLink();
        assertThat(guest.read("var/lib/vivarium/state/memory/first.jsonl")).isEqualTo("{\"я\":1}\n");
        assertThat(guest.path("var/lib/vivarium/state/data/журнал")).isEmptyDirectory();
        assertThat(guest.path("run/vivarium/media")).isEmptyDirectory();
    }

    @Test
    void theHookSeesTheNodeItsPlacesAndItsSecrets() throws IOException {
        PackedBundle packed = node.into(guest);
        guest.run();
        String release = guest.path("opt/vivarium/releases/" + packed.digest().brief())
                .toRealPath()
                .toString();
        assertThat(guest.read("var/lib/vivarium/state/init"))
                .isEqualTo(String.join("|", SampleNode.NAME, "6f1c", SampleNode.SECRET, release, release, ""));
    }

    @Test
    void servicesAreKeptUpAndStartInOrder() throws IOException {
        node.into(guest);
        guest.run();
        assertThat(guest.read("etc/systemd/system/llm.service.d/10-vivarium.conf"))
                .contains("Restart=always", "StartLimitIntervalSec=0", "EnvironmentFile=-/etc/vivarium/node.env")
                .doesNotContain("After=");
        assertThat(guest.read("etc/systemd/system/agent.service.d/10-vivarium.conf"))
                .contains("After=llm.service");
        assertThat(guest.calls())
                .contains("systemctl restart --no-block llm.service agent.service")
                .noneMatch(call -> call.contains("daemon-reload"));
    }

    @Test
    void whatSystemdHasReadBeforeItReadsAnew() throws IOException {
        Files.createDirectories(guest.rig().resolve("loaded"));
        Files.writeString(guest.rig().resolve("loaded/agent.service"), "[Service]\nExecStart=the image's own\n");
        node.into(guest);
        guest.ready();
        assertThat(guest.calls())
                .containsSubsequence(
                        "systemctl daemon-reload", "systemctl restart --no-block llm.service agent.service");
    }

    @Test
    void theSecondBootNeedsNoMediaAndRunsNoHook() throws IOException {
        node.into(guest);
        guest.run();
        String hooked = guest.read("var/lib/vivarium/state/init");
        guest.write("var/lib/vivarium/state/memory/first.jsonl", "changed");
        guest.ejectAll();
        guest.boot("99999999-0000-0000-0000-000000000000");
        JsonNode status = guest.run();

        assertThat(status.get("phase").asText()).as(status.toString()).isEqualTo("ready");
        assertThat(status.get("bootId").asText()).startsWith("99999999-");
        assertThat(guest.read("var/lib/vivarium/state/init")).isEqualTo(hooked);
        assertThat(guest.read("var/lib/vivarium/state/memory/first.jsonl")).isEqualTo("changed");
        assertThat(guest.calls())
                .noneMatch(call -> call.startsWith("mount") || call.contains("reload") || call.contains("restart"))
                .contains("systemctl start --no-block llm.service agent.service");
    }

    @Test
    void aNewReleaseKeepsTheStateAndReplacesTheServices() throws IOException {
        PackedBundle first = node.into(guest);
        guest.run();
        guest.write("var/lib/vivarium/state/memory/second.jsonl", "{}");
        node.directory.file("memory/first.jsonl", "from the second bundle");
        node.directory.file("bundle.yaml", BundleText.without(node.directory, "{unit: boot/llm.service}, "));
        node.service("agent", "works\nNice=1");
        guest.boot("22222222-0000-0000-0000-000000000000");
        PackedBundle second = node.into(guest);
        JsonNode status = guest.run();

        assertThat(status.get("phase").asText()).as(status.toString()).isEqualTo("ready");
        assertThat(second.digest()).isNotEqualTo(first.digest());
        assertThat(guest.path("opt/vivarium/current").toRealPath())
                .endsWith(Path.of(second.digest().brief()));
        assertThat(guest.path("opt/vivarium/releases/" + first.digest().brief()))
                .isDirectory();
        assertThat(guest.read("opt/vivarium/current/memory/first.jsonl")).isEqualTo("{\"я\":1}\n");
        assertThat(guest.read("opt/vivarium/current/memory/second.jsonl")).isEqualTo("{}");
        assertThat(guest.path("etc/systemd/system/llm.service")).doesNotExist();
        assertThat(guest.path("etc/systemd/system/llm.service.d")).doesNotExist();
        assertThat(guest.read("etc/systemd/system/agent.service")).contains("Nice=1");
    }

    @Test
    void theReportSaysAllAtOnce() throws IOException {
        node.into(guest);
        guest.run();
        guest.write("run/cloud-init/status.json", "{\n \"v1\": {\"datasource\": \"\\u0416 \\\\ /\"}\n}\n");
        JsonNode report = guest.report();
        assertThat(report.get("format").asInt()).isEqualTo(1);
        assertThat(report.get("uptime").asDouble()).isPositive();
        assertThat(report.get("now").asLong()).isGreaterThan(1_600_000_000L);
        assertThat(report.get("bootId").asText()).startsWith("11111111-");
        assertThat(report.get("status").get("phase").asText()).isEqualTo("ready");
        assertThat(report.get("services").toString())
                .isEqualTo("{\"llm.service\":\"active\",\"agent.service\":\"active\"}");
        assertThat(report.get("cloudInit").get("status").asText())
                .isEqualTo("{\n \"v1\": {\"datasource\": \"\\u0416 \\\\ /\"}\n}\n");
        assertThat(report.get("cloudInit").get("result").isNull()).isTrue();
        assertThat(report.get("freeBytes").get("releases").asLong()).isPositive();
        assertThat(report.get("freeBytes").get("state").asLong()).isPositive();
    }

    /** A host that waits is answered when there is something to decide, and not before; one that waits in vain, too. */
    @Test
    void aReportMayWaitForTheEndOfTheBoot() throws IOException {
        node.into(guest);
        guest.write("run/cloud-init/status.json", "{}");
        assertThat(guest.report("1").get("status").isNull()).isTrue();
        guest.start();
        assertThat(guest.report("1").get("cloudInit").get("result").isNull()).isTrue();
        guest.write("run/cloud-init/result.json", "{}");
        assertThat(guest.report("60").get("status").get("phase").asText()).isEqualTo("ready");
    }

    @Test
    void aReportIsThereBeforeAnythingElse() throws IOException {
        guest.seed(SampleNode.plan(node.pack()));
        JsonNode report = guest.report();
        assertThat(report.get("status").isNull()).isTrue();
        assertThat(report.get("services").get("llm.service").asText()).isEqualTo("inactive");
        assertThat(report.get("freeBytes").get("releases").isNull()).isTrue();
        Files.delete(guest.path("etc/vivarium/plan"));
        assertThat(guest.report().get("services").size()).isZero();
    }

    @Test
    void aNodeWithoutABundleIsReadyAtOnce() throws IOException {
        guest.seed(new GuestPlan("6f1c", "пусто", "inst", Optional.empty()));
        JsonNode status = guest.run();
        assertThat(status.get("phase").asText()).isEqualTo("ready");
        assertThat(status.get("bundleDigest").isNull()).isTrue();
        assertThat(guest.calls()).isEqualTo(List.of());
    }

    @Test
    void theHeartbeatGoesOnAfterwards() throws IOException {
        node.into(guest);
        long seen = guest.run().get("updatedAt").asLong();
        JsonNode later = guest.status(s -> s.get("updatedAt").asLong() > seen);
        assertThat(later.get("phase").asText()).isEqualTo("ready");
        assertThat(Files.exists(guest.path("run/vivarium/status.new"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }
}
