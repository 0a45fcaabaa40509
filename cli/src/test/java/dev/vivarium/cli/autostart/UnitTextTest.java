package dev.vivarium.cli.autostart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.autostart.UnitText.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The unit's text, and what systemd itself says of it. */
final class UnitTextTest {
    private static final String NODE = "01234567-89ab-4def-8123-456789abcdef";

    private static UnitText unit(Level level) {
        return new UnitText(
                "муза 100%n",
                List.of("/opt/мой дом/$HOME/100%h/\"q\"/back\\slash/vivarium", "--config", "/etc/a b.yaml"),
                NODE,
                Map.of("HOME", "/home/д ом%h", "LC_ALL", "C.UTF-8"),
                level);
    }

    @Test
    void everythingOddIsQuoted() {
        String text = unit(Level.USER).text();
        assertThat(text)
                .contains("Description=Vivarium node муза 100%%n\n")
                .contains("ExecStart=/usr/bin/env \"/opt/мой дом/$$HOME/100%%h/\\\"q\\\"/back\\\\slash/vivarium\""
                        + " \"--config\" \"/etc/a b.yaml\" start \"" + NODE + "\"\n")
                .contains("slash/vivarium\" \"--config\" \"/etc/a b.yaml\" stop \"" + NODE + "\"\n")
                .contains("Environment=\"HOME=/home/д ом%%h\"\n", "WantedBy=default.target")
                .contains("Restart=on-failure", "KillMode=process", "NoNewPrivileges=yes")
                .doesNotContain("ProtectSystem");
        assertThat(unit(Level.SYSTEM).text())
                .contains("WantedBy=multi-user.target", "After=network-online.target", "ProtectSystem=full");
    }

    @ParameterizedTest
    @EnumSource
    void systemdFindsNothingWrongWithIt(Level level, @TempDir Path directory) throws Exception {
        String said = verify(unit(level), level, directory);
        assertThat(said).as("what systemd-analyze says").isEmpty();
        String bad =
                verify(new UnitText("x", List.of("/bin/true"), "\0", Map.of(), level), level, directory.resolve("bad"));
        assertThat(bad).as("it does see what is wrong").isNotEmpty();
    }

    private static String verify(UnitText unit, Level level, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve("vivarium-" + NODE + ".service"), unit.text());
        List<String> command =
                new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no", "--recursive-errors=no"));
        if (level == Level.USER) {
            command.add("--user");
        }
        command.add(file.toString());
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
            process = builder.start();
        } catch (IOException e) {
            Assumptions.abort("needs systemd-analyze: apt install systemd");
            throw e;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        return exit == 0 && !said.contains(file.getFileName().toString()) ? "" : exit + ": " + said;
    }
}
