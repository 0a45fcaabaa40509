package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A running guest gets another release, and keeps the old one until the host has proven the new one. */
@Execution(ExecutionMode.CONCURRENT)
class GuestUpdateTest extends AtSampleNode {
    private PackedBundle first;

    @BeforeEach
    void aNodeThatRuns() throws IOException {
        first = node.into(guest);
        assertThat(guest.run().get("phase").asText()).isEqualTo("ready");
        guest.write("var/lib/vivarium/state/memory/lived.jsonl", "{}\n");
    }

    @Test
    void theNewReleaseIsSwitchedToAndTheMemoryIsKept() throws IOException {
        node.directory.file("memory/first.jsonl", "from the second bundle").file("boot/new", "");
        PackedBundle second = node.stage(guest);
        JsonNode status = readyWith(second);
        assertThat(status.get("update").isNull()).isTrue();
        assertThat(current()).isEqualTo(second.digest().brief());
        assertThat(guest.read("opt/vivarium/current/memory/first.jsonl")).isEqualTo("{\"я\":1}\n");
        assertThat(guest.read("opt/vivarium/current/memory/lived.jsonl")).isEqualTo("{}\n");
        assertThat(guest.calls())
                .containsSubsequence(
                        "systemctl stop agent.service llm.service",
                        "systemctl start --no-block llm.service agent.service");
        assertThat(guest.path("etc/vivarium/plan.old")).exists();
        assertThat(guest.command("", "keep").code()).isZero();
        assertThat(guest.path("etc/vivarium/plan.old")).doesNotExist();
        assertThat(releases())
                .containsExactlyInAnyOrder(
                        first.digest().brief(), second.digest().brief());
    }

    @Test
    void onlyTheLastTwoReleasesStay() throws IOException {
        PackedBundle last = first;
        PackedBundle beforeLast = first;
        for (String release : List.of("1.1", "1.2", "1.3")) {
            beforeLast = last;
            node.directory.file("boot/release", release);
            last = node.stage(guest);
            readyWith(last);
            assertThat(guest.command("", "keep").code()).isZero();
        }
        assertThat(releases())
                .containsExactlyInAnyOrder(
                        beforeLast.digest().brief(), last.digest().brief());
    }

    @Test
    void aReleaseWhoseServicesFailIsSwitchedBackFromByTheGuestItself() throws IOException {
        node.service("agent", "broken");
        PackedBundle second = node.stage(guest);
        JsonNode status = switchedBack();
        assertThat(status.get("update").get("bundleDigest").asText())
                .isEqualTo(second.digest().toString());
        assertThat(status.get("update").get("code").asText()).isEqualTo("SERVICE_FAILED");
        assertThat(status.get("update").get("log").asText()).contains("agent.service упал");
        assertThat(guest.read("etc/systemd/system/agent.service")).contains("works");
    }

    @Test
    void aReleaseWhoseHookFailsIsSwitchedBackFrom() throws IOException {
        node.directory.program("boot/начало.sh", "#!/bin/sh\necho не вышло\nexit 3\n");
        node.stage(guest);
        JsonNode update = switchedBack().get("update");
        assertThat(update.get("code").asText()).isEqualTo("INIT_FAILED");
        assertThat(update.get("log").asText()).contains("не вышло");
    }

    @Test
    void aDamagedMediumStopsNothing() throws IOException {
        node.directory.file("boot/new", "");
        PackedBundle second = node.pack();
        guest.ejectAll();
        guest.insert(1, first.layers().get(0).file());
        node.stage(guest, second);
        assertThat(switchedBack().get("update").get("code").asText()).isEqualTo("MEDIUM_MISSING");
        assertThat(guest.calls()).noneMatch(call -> call.startsWith("systemctl stop agent"));
        assertThat(guest.path("etc/vivarium/plan.new")).doesNotExist();
    }

    @Test
    void whatTheHostDoesNotWantIsWithdrawn() throws IOException {
        node.directory.file("boot/new", "");
        readyWith(node.stage(guest));
        assertThat(guest.command("", "withdraw").code()).isZero();
        readyWith(first);
        assertThat(current()).isEqualTo(first.digest().brief());
        assertThat(guest.path("etc/vivarium/plan.old")).doesNotExist();
        assertThat(guest.command("", "withdraw").code()).as("again").isZero();
        readyWith(first);
    }

    @Test
    void aPlanThatDidNotArriveWholeChangesNothing() throws IOException {
        String plan = GuestFiles.plan(SampleNode.plan(first));
        GuestRig.Said said = guest.command(plan.substring(0, 40), "stage", digest(plan));
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("did not arrive whole");
        assertThat(guest.path("etc/vivarium/plan.new")).doesNotExist();
        readyWith(first);
    }

    @Test
    void anUpdateWaitsForItsSecretsWhileTheOldReleaseRuns() throws IOException {
        node.directory.file(
                "bundle.yaml",
                Files.readString(node.directory.root().resolve("bundle.yaml")).replace("[MUSE_TOKEN]", "[NEW_TOKEN]"));
        PackedBundle second = node.stage(guest);
        JsonNode waiting = guest.status(s -> s.get("phase").asText().equals("secrets"));
        assertThat(waiting.get("detail").asText()).contains("waiting for its secrets", "NEW_TOKEN");
        assertThat(current()).isEqualTo(first.digest().brief());
        assertThat(guest.command(SampleNode.secrets("NEW_TOKEN", "x"), "secrets")
                        .code())
                .isZero();
        readyWith(second);
    }

    private JsonNode readyWith(PackedBundle bundle) throws IOException {
        return guest.status(s -> s.get("phase").asText().equals("ready")
                && s.get("bundleDigest").asText().equals(bundle.digest().toString()));
    }

    /** The guest says that the old release runs again, and why. */
    private JsonNode switchedBack() throws IOException {
        JsonNode status = guest.status(
                s -> s.get("phase").asText().equals("ready") && !s.get("update").isNull());
        assertThat(status.get("bundleDigest").asText()).isEqualTo(first.digest().toString());
        assertThat(current()).isEqualTo(first.digest().brief());
        assertThat(guest.read("etc/vivarium/plan")).contains(first.digest().hex());
        assertThat(guest.path("etc/vivarium/plan.old")).doesNotExist();
        assertThat(guest.read("opt/vivarium/current/memory/lived.jsonl")).isEqualTo("{}\n");
        assertThat(guest.report().get("services").toString())
                .isEqualTo("{\"llm.service\":\"active\",\"agent.service\":\"active\"}");
        return status;
    }

    private String current() throws IOException {
        return guest.path("opt/vivarium/current").toRealPath().getFileName().toString();
    }

    private List<String> releases() throws IOException {
        try (Stream<Path> all = Files.list(guest.path("opt/vivarium/releases"))) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }

    private static String digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
