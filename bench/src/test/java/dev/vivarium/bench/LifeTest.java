package dev.vivarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.bench.Life.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeTest {
    private static final Path SCRIPTS = Path.of("life").toAbsolutePath();

    @TempDir
    private Path home;

    @Test
    void livesTakeTurnsAndEveryPhaseHasItsRow() throws Exception {
        List<String> order = new ArrayList<>();
        List<String> said = new ArrayList<>();
        Life ours = played("ours", order, Map.of(Phase.CREATE, List.of(50.0), Phase.OWN, List.of(1.0)));
        Life script = played("script", order, Map.of(Phase.CREATE, List.of(40.0, 100.0, 60.0)));
        List<Measured> rows = new LifeBenchmark(ours, script, said::add).measure(2, home);
        assertThat(order).containsExactly("ours", "script", "ours", "script");
        assertThat(rows).extracting(Measured::name).startsWith("create", "own").hasSize(Phase.values().length);
        assertThat(rows.get(0).rawSeconds()).as("a life's median").containsExactly(60.0, 60.0);
        assertThat(rows.get(1).oursSeconds()).containsExactly(1.0, 1.0);
        assertThat(rows.get(1).rawSeconds()).isEmpty();
        assertThat(said).hasSize(2).last().asString().contains("pair 2 of 2", "own=1.00", "create=60.00");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aScriptThatFailsIsNoFigure() throws Exception {
        Path script =
                Files.writeString(home.resolve("life.sh"), "#!/bin/sh\necho create 1\necho нет места >&2\nexit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path fresh = Files.createDirectory(home.resolve("fresh"));
        assertThatThrownBy(() -> new ScriptedLife(script, home, home, 1).live(fresh))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with 3: нет места");
    }

    @Test
    void bothSidesSwitchTheMachineOn() throws Exception {
        Assumptions.assumeTrue(
                RawTool.has("qemu-system-x86_64") && RawTool.has("qemu-img"),
                "needs QEMU: apt-get install qemu-system-x86 qemu-utils");
        try (StartBenchmark start = new StartBenchmark(home.resolve("given"))) {
            Measured measured = new Pairs(1, home).measure(start.benchmark());
            assertThat(measured.oursSeconds()).hasSize(1);
            assertThat(measured.rawSeconds())
                    .singleElement()
                    .satisfies(s -> assertThat(s).isPositive());
        }
    }

    @Test
    void theScriptsAreClean() throws Exception {
        Assumptions.assumeTrue(RawTool.has("shellcheck"), "needs shellcheck: apt-get install shellcheck");
        RawTool.bash(home, "shellcheck \"$0\"/*.sh \"$0\"/../run", SCRIPTS.toString());
    }

    private static Life played(String name, List<String> order, Map<Phase, List<Double>> times) {
        return new Life() {
            @Override
            public String what() {
                return name;
            }

            @Override
            public Times live(Path fresh) {
                order.add(name);
                return new Times(times);
            }
        };
    }
}
