package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power may be cut anywhere in an update; the next boot goes on, or runs the release before: never half of each. */
@Execution(ExecutionMode.CONCURRENT)
class GuestUpdateCrashTest extends AtSampleNode {
    private PackedBundle first;
    private CutTools tools;

    @BeforeEach
    void aNodeThatRuns() throws IOException {
        first = node.into(guest);
        tools = new CutTools(guest);
        assertThat(guest.run().get("phase").asText()).isEqualTo("ready");
    }

    /** While it is staged, unpacked, committed, and switched to. */
    @ParameterizedTest
    @ValueSource(ints = {2, 12, 22})
    void beforeSomeEffects(int effect) throws IOException {
        node.directory.file("boot/new", "");
        assertThat(cut(effect, node.pack())).isTrue();
    }

    @Test
    @Tag("full")
    void beforeAnyEffect() throws IOException {
        node.directory.file("boot/new", "");
        PackedBundle second = node.pack();
        int n = 1;
        while (cut(n, second)) {
            guest.command("", "withdraw");
            guest.status(s -> isReadyWith(s, first));
            guest.remove("opt/vivarium/releases/" + second.digest().brief());
            n++;
        }
        assertThat(n).isGreaterThan(20);
    }

    /** A release that cannot run, cut anywhere on the way there and back. */
    @Test
    @Tag("full")
    void beforeAnyEffectOfOneThatFails() throws IOException {
        node.service("agent", "broken");
        PackedBundle second = node.pack();
        int n = 1;
        while (cut(n, second)) {
            guest.status(s -> isReadyWith(s, first));
            guest.remove("opt/vivarium/releases/" + second.digest().brief());
            n++;
        }
        assertThat(n).isGreaterThan(25);
    }

    /** Cuts before this effect of the update, and boots. @return false if the update came to its end before */
    private boolean cut(int effect, PackedBundle second) throws IOException {
        guest.boot("before");
        assertThat(guest.run().get("phase").asText()).isEqualTo("ready");
        node.insert(guest, second);
        tools.cutBefore(effect);
        boolean cut = node.tryToStage(guest, second).code() != 0 || diesBefore(second);
        tools.cutNoMore();
        guest.boot("after");
        JsonNode status = guest.run();
        assertThat(status.get("phase").asText())
                .as("cut before effect %s: %s", effect, status)
                .isEqualTo("ready");
        PackedBundle runs =
                status.get("bundleDigest").asText().equals(first.digest().toString()) ? first : second;
        assertThat(isReadyWith(status, runs)).isTrue();
        assertThat(guest.path("opt/vivarium/current").toRealPath())
                .as("cut before effect %s", effect)
                .endsWith(Path.of(runs.digest().brief()));
        assertThat(guest.read("etc/vivarium/plan")).contains(runs.digest().hex());
        assertThat(guest.path("etc/vivarium/plan.new")).doesNotExist();
        assertThat(guest.report().get("services").toString())
                .isEqualTo("{\"llm.service\":\"active\",\"agent.service\":\"active\"}");
        assertThat(guest.read("opt/vivarium/current/memory/first.jsonl")).isEqualTo("{\"я\":1}\n");
        return cut;
    }

    private boolean diesBefore(PackedBundle second) throws IOException {
        boolean[] died = {false};
        guest.await("an end of the update", () -> {
            died[0] = !guest.runs();
            return died[0] || isOver(second);
        });
        return died[0];
    }

    private boolean isOver(PackedBundle second) throws IOException {
        Path file = guest.path("run/vivarium/status.json");
        if (!Files.exists(file)) {
            return false;
        }
        String status = Files.readString(file);
        return status.contains("\"phase\":\"ready\"")
                && (status.contains(second.digest().hex()));
    }

    private static boolean isReadyWith(JsonNode status, PackedBundle bundle) {
        return status.get("phase").asText().equals("ready")
                && status.get("bundleDigest").asText().equals(bundle.digest().toString());
    }
}
