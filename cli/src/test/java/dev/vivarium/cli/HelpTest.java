package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command's help, as it is printed. {@code -Dvivarium.golden.write=true} writes the files anew. */
final class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/help");

    @TempDir
    private Path directory;

    static List<String> commands() throws IOException {
        return List.of(
                "doctor",
                "demo",
                "up",
                "ls",
                "show",
                "snapshot",
                "snapshots",
                "rollback",
                "update",
                "secrets",
                "clone",
                "gpus",
                "start",
                "stop",
                "verify",
                "autostart",
                "probe",
                "ssh",
                "logs",
                "image",
                "image ls",
                "image pull",
                "image import",
                "image rm",
                "image prune",
                "rm",
                "session",
                "session start",
                "session end",
                "session ls",
                "session show",
                "policy",
                "policy add",
                "policy ls",
                "policy show",
                "policy preview",
                "policy runs",
                "policy rm",
                "operation",
                "operation ls",
                "operation show",
                "operation follow",
                "operation cancel",
                "token",
                "token add",
                "token ls",
                "token rm",
                "context",
                "context add",
                "context use",
                "context ls",
                "context rm",
                "bundle",
                "bundle new",
                "bundle check",
                "bundle pack",
                "bundle show",
                "bundle schema",
                "bundle ls",
                "bundle prune");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) throws IOException {
        String help = help(command);
        assertThat(help).startsWith("Usage: vivarium " + command).containsPattern("\nExamples?:\n  (\\./)?vivarium ");
        golden(command, help);
    }

    @Test
    void theWholeHasHelpThatNamesThemAll() throws IOException {
        String help = help("");
        assertThat(help)
                .contains(commands().stream().filter(c -> !c.contains(" ")).toList());
        golden("vivarium", help);
    }

    private String help(String command) throws IOException {
        House house = new House(directory);
        House.Run run = house.bare((command + " --help").strip().split(" ", -1));
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 110);
        return run.out();
    }

    private static void golden(String name, String help) throws IOException {
        Path file = GOLDEN.resolve(name.replace(' ', '-') + ".txt");
        if (Optional.ofNullable(System.getProperty("vivarium.golden.write")).isPresent()) {
            Files.writeString(file, help);
        }
        assertThat(file).content().isEqualTo(help);
    }
}
