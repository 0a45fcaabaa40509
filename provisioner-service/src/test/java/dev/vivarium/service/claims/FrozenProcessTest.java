package dev.vivarium.service.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Node;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.journal.SampleNodes;
import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes on one database, one of them frozen exactly between the look at its lease and the effect. */
@Timeout(120)
@ExtendWith(WithPostgres.class)
class FrozenProcessTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"create", "take", "rollback"})
    void whatItDoesWhenItWakesMakesNoSecondOneAndWritesNothing(String point, PostgresServer server)
            throws IOException, InterruptedException {
        String url = server.newDatabase();
        PaperHypervisor paper = new PaperHypervisor(directory);
        Node node = SampleNodes.ready("муза");
        try (Instance other = Instance.of(
                "other", DatabaseSettings.of(url), directory, 4, (name, step, c) -> FrozenProcess.work(step, c))) {
            other.journal.put(node);
            paper.write("freeze-" + point);
            Operation<String> operation = other.accept(node.id(), "дело", 3);
            Process frozen = start(url);
            try {
                await("standing");
                signal("STOP", frozen);
                other.start();
                assertThat(operation.await()).isEqualTo("дело");
                OperationHistory history =
                        other.journal.operation(operation.id()).orElseThrow();
                Node after = other.journal.node(node.id()).orElseThrow();

                paper.write("go");
                signal("CONT", frozen);
                await("lost");
                assertThat(paper.files("machine-")).hasSize(1);
                assertThat(paper.files("snapshot-")).hasSize(1);
                // the window that remains: a rollback is the same one again, and says so to nobody
                assertThat(paper.files("rollback-")).hasSize(point.equals("rollback") ? 2 : 1);
                assertThat(other.journal.operation(operation.id()).orElseThrow().entries())
                        .isEqualTo(history.entries());
                assertThat(other.journal.node(node.id())).contains(after);
            } finally {
                frozen.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private Process start(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrozenProcess.class.getName(),
                        "frozen",
                        url,
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void await(String file) throws InterruptedException {
        while (!Files.exists(directory.resolve(file))) {
            TimeUnit.MILLISECONDS.sleep(10); // the test's time limit ends it
        }
    }
}
