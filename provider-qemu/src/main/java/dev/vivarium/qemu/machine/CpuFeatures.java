package dev.vivarium.qemu.machine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.api.CpuModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What guests' processors can do here. With KVM it is what this computer's can; emulated ones are asked for once, and the
 * answer is kept in a file as long as the emulator's program is the same.
 */
final class CpuFeatures {
    private static final long LIMIT = 1 << 16;

    private final QemuSettings settings;

    CpuFeatures(QemuSettings settings) {
        this.settings = settings;
    }

    /** In Linux' names; empty if nobody can tell. */
    Optional<Set<String>> of(Accelerator accelerator, Host host) {
        if (accelerator.name().equals("kvm")) {
            return Optional.of(host.cpuFeatures()).filter(f -> !f.isEmpty());
        }
        List<String> arguments = accelerator.arguments();
        String model = arguments.get(arguments.indexOf("-cpu") + 1);
        try {
            Path note = settings.directory().resolve("cpu-features").resolve(key(model));
            Optional<Set<String>> known = read(note);
            if (known.isPresent()) {
                return known;
            }
            Optional<Set<String>> asked = CpuModel.features(settings.binary(), model);
            asked.ifPresent(features -> {
                DurableFiles.privateDirectory(settings.directory().resolve("cpu-features"));
                DurableFiles.replace(note, String.join(" ", features) + "\n");
            });
            return asked;
        } catch (IOException | VivariumException e) {
            return Optional.empty(); // no such emulator: the pre-flight check says so
        }
    }

    private static Optional<Set<String>> read(Path note) throws IOException {
        return Files.isRegularFile(note) && Files.size(note) < LIMIT
                ? Optional.of(new TreeSet<>(
                        Arrays.asList(Files.readString(note).strip().split(" "))))
                : Optional.empty();
    }

    /** Changes when the program does: asking for its version would cost as much as the question itself. */
    private String key(String model) throws IOException {
        Path program = program();
        String text =
                program + "\n" + Files.size(program) + " " + Files.getLastModifiedTime(program) + "\n" + model + "\n";
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).brief();
    }

    private Path program() throws IOException {
        if (settings.binary().contains("/")) {
            return Path.of(settings.binary()).toRealPath();
        }
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, settings.binary());
            if (Files.isExecutable(candidate)) {
                return candidate.toRealPath();
            }
        }
        throw new IOException("no " + settings.binary() + " in PATH");
    }
}
