package dev.vivarium.qemu.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();

    /** A QEMU whose jobs are, at one query after the other, like this. */
    private FakeQemu qemu(String... queries) throws IOException {
        Queue<String> left = new ArrayDeque<>(List.of(queries));
        return new FakeQemu(directory.resolve("qmp.sock"), (command, request, client) -> {
            requests.add(request);
            String jobs = command.equals("query-jobs") ? left.poll() : null;
            client.answer(request, jobs == null ? "[]" : "[" + jobs + "]");
            client.event("JOB_STATUS_CHANGE", "{}");
        });
    }

    private Qmp connect() {
        return Qmp.connect(directory.resolve("qmp.sock"), Patience.of(LONG));
    }

    private static String job(String id, String status) {
        return "{\"id\": \"other\", \"status\": \"running\"}, {\"id\": \"" + id + "\", \"status\": \"" + status + "\"}";
    }

    @Test
    void jobIsAwaitedAndDismissed() throws IOException {
        try (FakeQemu qemu =
                        qemu(job("save-tag", "created"), job("save-tag", "running"), job("save-tag", "concluded"));
                Qmp qmp = connect()) {
            new Jobs(qmp, "disk").save("tag", Patience.of(LONG));
            assertThat(qemu.commands())
                    .containsExactly("snapshot-save", "query-jobs", "query-jobs", "query-jobs", "job-dismiss");
        }
        JsonNode first = requests.element().path("arguments");
        assertThat(first.path("job-id").asText()).isEqualTo("save-tag");
        assertThat(first.path("vmstate").asText()).isEqualTo("disk");
        assertThat(first.path("devices").toString()).isEqualTo("[\"disk\"]");
    }

    @Test
    void failureOfTheJobIsTheFailure() throws IOException {
        String failed = "{\"id\": \"load-x\", \"status\": \"concluded\","
                + " \"error\": \"Snapshot 'x' does not exist in one or more devices\"}";
        try (FakeQemu qemu = qemu(failed);
                Qmp qmp = connect()) {
            assertThatExceptionOfType(VivariumException.class)
                    .isThrownBy(() -> new Jobs(qmp, "disk").load("x", Patience.of(LONG)))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
            assertThat(qemu.commands()).last().isEqualTo("job-dismiss");
        }
    }

    @Test
    void jobThatVanishesIsAFault() throws IOException {
        try (FakeQemu qemu = qemu(job("delete-x", "running"));
                Qmp qmp = connect()) {
            assertThatExceptionOfType(VivariumException.class)
                    .isThrownBy(() -> new Jobs(qmp, "disk").delete("x", Patience.of(LONG)))
                    .withMessageContaining("delete-x");
            assertThat(qemu.commands()).hasSize(3);
        }
    }

    @Test
    void jobThatStandsStillIsATimeout() throws IOException {
        String[] same = new String[10_000];
        Arrays.fill(same, job("save-x", "running"));
        try (FakeQemu qemu = qemu(same);
                Qmp qmp = connect()) {
            assertThatExceptionOfType(VivariumException.class)
                    .isThrownBy(() -> new Jobs(qmp, "disk").save("x", Patience.of(Duration.ofMillis(300))))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            assertThat(qemu.commands()).contains("query-jobs");
        }
    }

    @Test
    void settlingWaitsForWhatADeadProcessBegan() throws IOException {
        try (FakeQemu qemu = qemu(job("save-x", "running"), job("save-x", "running"), job("save-x", "concluded"));
                Qmp qmp = connect()) {
            new Jobs(qmp, "disk").settle("x", Patience.of(LONG));
            assertThat(qemu.commands())
                    .containsExactly(
                            "query-jobs", "query-jobs", "query-jobs", "job-dismiss", "query-jobs", "query-jobs");
        }
    }
}
