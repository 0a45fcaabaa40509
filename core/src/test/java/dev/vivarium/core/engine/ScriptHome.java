package dev.vivarium.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A home in which scripts run.
 *
 * @param directory of the home
 * @param node on which they run
 */
record ScriptHome(Path directory, NodeId node) {

    /** The end of a process: what it had not written is lost. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    static VivariumException failure(String code) {
        return new VivariumException(Kind.HYPERVISOR_FAULT, code, "it failed").withLog("the log's last line");
    }

    Installation installation() {
        return Installation.open(config());
    }

    VivariumConfig config() {
        return VivariumConfig.standard(new Surroundings(Map.of(), directory, List.of()));
    }

    Path journal() {
        return directory.resolve(".local/share/vivarium/journal");
    }

    Operation<String> begin(Script script, Operations operations) {
        return operations.accept(script, node, new Script.Request("done"));
    }

    String run(Script script) {
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            return begin(script, operations).await();
        }
    }

    Object resume(Script script) {
        try (Installation installation = installation();
                Operations operations = new Operations(installation, List.of(script))) {
            return operations.resume().get(0).await();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
