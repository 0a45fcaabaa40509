package dev.vivarium.cli.bundle;

import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cloudinit.bundle.BundleSkeleton;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code bundle new}: a bundle to begin with. */
@Command(
        name = "new",
        description =
                "Write a small bundle that runs: a commented bundle.yaml, an agent, its systemd unit, its schema.",
        footer = {"", "Example:", "  vivarium bundle new AGI-core --name muse && vivarium up muse --bundle AGI-core"})
public final class BundleNewCommand implements Callable<Integer> {
    @ParentCommand
    private BundleCommand bundle;

    @Parameters(index = "0", paramLabel = "DIR", description = "A new or empty directory.")
    private Path directory;

    @Option(names = "--name", paramLabel = "NAME", description = "The bundle's name; the directory's without one.")
    private Optional<String> name = Optional.empty();

    @Override
    public Integer call() {
        String chosen = name.orElseGet(this::directoryName);
        BundleCommand.checked(() -> {
            BundleSkeleton.write(directory, chosen);
            return directory;
        });
        Screen screen = bundle.root().screen();
        screen.document(Map.of(
                "name",
                chosen,
                "directory",
                directory.toAbsolutePath().normalize().toString()));
        screen.say("wrote bundle '" + chosen + "' to " + directory);
        screen.say("next: vivarium bundle check " + directory + ", then vivarium up NODE --bundle " + directory);
        return ExitCode.OK;
    }

    private String directoryName() {
        Path last = directory.toAbsolutePath().normalize().getFileName();
        String plain = String.valueOf(last).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        return plain.replaceAll("^[._-]+", "").isEmpty() ? "bundle" : plain.replaceAll("^[._-]+", "");
    }
}
