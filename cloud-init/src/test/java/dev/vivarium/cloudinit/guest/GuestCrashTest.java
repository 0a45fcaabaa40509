package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The power may be cut anywhere; the next boot comes to the same end. */
@Execution(ExecutionMode.CONCURRENT)
class GuestCrashTest extends AtSampleNode {
    @Test
    void inTheMiddleOfUnpacking() throws IOException {
        gate("zstd");
        PackedBundle packed = node.into(guest);
        guest.start();
        guest.await("the gate", () -> Files.exists(guest.rig().resolve("gate.reached")));
        guest.status(s -> s.get("phase").asText().equals("unpacking"));
        guest.kill();
        assertThat(releases()).containsExactly(".new-" + packed.digest().brief());
        assertThat(guest.path("opt/vivarium/current")).doesNotExist();
        Files.delete(guest.rig().resolve("gate"));
        guest.boot("2");
        assertThat(guest.run().get("phase").asText()).isEqualTo("ready");
        assertThat(releases()).containsExactly(packed.digest().brief());
    }

    @Test
    void workThatDiesAloneIsSeen() throws IOException {
        gate("zstd");
        node.into(guest);
        Process script = guest.start();
        guest.await("the gate", () -> Files.exists(guest.rig().resolve("gate.reached")));
        script.children()
                .filter(child -> child.info().command().orElse("").contains("sh"))
                .forEach(ProcessHandle::destroyForcibly);
        JsonNode error = guest.outcome().get("error");
        assertThat(error.get("code").asText()).isEqualTo("WORK_DIED");
        assertThat(error.get("message").asText()).contains("status 137");
    }

    @Test
    void inTheMiddleOfFillingTheState() throws IOException {
        gate("cp");
        node.into(guest);
        guest.start();
        guest.await("the gate", () -> Files.exists(guest.rig().resolve("gate.reached")));
        guest.kill();
        guest.write("var/lib/vivarium/state/.vivarium-filling/half", "");
        Files.delete(guest.rig().resolve("gate"));
        guest.boot("2");
        assertThat(guest.run().get("phase").asText()).isEqualTo("ready");
        assertThat(guest.path("var/lib/vivarium/state/memory/half")).doesNotExist();
        assertThat(guest.read("var/lib/vivarium/state/memory/first.jsonl")).isEqualTo("{\"я\":1}\n");
    }

    /** Before the n-th effect, for every n, until a boot passes without being cut. */
    @Test
    @Tag("full")
    void beforeAnyEffect() throws IOException {
        CutTools tools = new CutTools(guest);
        PackedBundle packed = node.into(guest);
        boolean cut = true;
        int n = 0;
        while (cut) {
            n++;
            for (String made : List.of("opt", "var", "etc/systemd/system")) {
                guest.remove(made);
            }
            guest.boot("1");
            node.into(guest);
            tools.cutBefore(n);
            Process script = guest.start();
            guest.await("an end", () -> !script.isAlive() || isReady());
            cut = !script.isAlive();
            tools.cutNoMore();
            guest.boot("2");
            JsonNode status = guest.run();
            assertThat(status.get("phase").asText())
                    .as("cut before effect %s: %s", n, status)
                    .isEqualTo("ready");
            assertThat(releases())
                    .as("cut before effect %s", n)
                    .containsExactly(packed.digest().brief());
            assertThat(guest.read("opt/vivarium/current/memory/first.jsonl")).isEqualTo("{\"я\":1}\n");
            assertThat(guest.read("etc/systemd/system/agent.service")).contains("works");
            assertThat(guest.calls()).as("cut before effect %s", n).anyMatch(call -> call.contains("start --no-block"));
        }
        assertThat(n).isGreaterThan(15);
    }

    private boolean isReady() throws IOException {
        Path status = guest.path("run/vivarium/status.json");
        return Files.exists(status) && Files.readString(status).contains("\"phase\":\"ready\"");
    }

    /** The tool, which waits as long as a file is there. */
    private void gate(String tool) throws IOException {
        Files.writeString(guest.rig().resolve("gate"), "");
        guest.play(tool, """
                #!/bin/sh
                if [ -e "$RIG/gate" ]; then
                    : >"$RIG/gate.reached"
                    while [ -e "$RIG/gate" ]; do sleep 0.05; done
                fi
                exec /usr/bin/TOOL "$@"
                """.replace("TOOL", tool));
    }

    private List<String> releases() throws IOException {
        try (Stream<Path> all = Files.list(guest.path("opt/vivarium/releases"))) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }
}
