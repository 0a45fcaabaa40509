package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.SourceEntry.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that the directory has what its manifest names, and that the known directories are directories. */
final class BundleLayout {
    private static final List<String> KNOWN_DIRECTORIES = List.of("models", "docker", "boot", "logs", "memory");
    private static final long UNIT_LIMIT = 64 * 1024;
    private static final Pattern EXEC_START = Pattern.compile("(?m)^\\s*ExecStart\\s*=\\s*\\S");
    private static final Pattern ONE_SHOT = Pattern.compile("(?m)^\\s*Type\\s*=\\s*oneshot\\s*$");

    private final Path root;
    private final String source;
    private final ManifestReader.Result read;
    private final Map<String, SourceEntry> byPath = new HashMap<>();
    private final Consumer<InputException> problems;

    private BundleLayout(
            Path root,
            String source,
            ManifestReader.Result read,
            List<SourceEntry> entries,
            Consumer<InputException> problems) {
        this.problems = problems;
        this.root = root;
        this.source = source;
        this.read = read;
        entries.forEach(e -> byPath.put(e.path(), e));
    }

    static void check(Path root, String source, ManifestReader.Result read, List<SourceEntry> entries)
            throws IOException {
        check(root, source, read, entries, problem -> {
            throw problem;
        });
    }

    /** The same, telling each problem and going on. */
    static void check(
            Path root,
            String source,
            ManifestReader.Result read,
            List<SourceEntry> entries,
            Consumer<InputException> problems)
            throws IOException {
        BundleLayout layout = new BundleLayout(root, source, read, entries, problems);
        BundleManifest manifest = read.manifest();
        layout.each(KNOWN_DIRECTORIES, layout::absentOrDirectory);
        layout.each(manifest.state(), layout::absentOrDirectory);
        for (BundleManifest.Layer layer : manifest.layers()) {
            layout.each(layer.paths(), layout::present);
        }
        layout.each(manifest.hooks().files(), layout::file);
        layout.each(manifest.services(), layout::service);
    }

    private interface Look<T> {
        void at(T what) throws IOException;
    }

    private <T> void each(Iterable<T> all, Look<T> look) throws IOException {
        for (T one : all) {
            try {
                look.at(one);
            } catch (InputException e) {
                problems.accept(e);
            }
        }
    }

    private SourceEntry present(String path) {
        @Nullable SourceEntry entry = byPath.get(path);
        if (entry == null) {
            throw wrong(path, "does not exist in the bundle");
        }
        return entry;
    }

    private void file(String path) {
        if (present(path).kind() != Kind.FILE) {
            throw wrong(path, "must be a regular file");
        }
    }

    private void absentOrDirectory(String path) {
        @Nullable SourceEntry entry = byPath.get(path);
        if (entry != null && entry.kind() != Kind.DIRECTORY) {
            throw wrong(path, "must be a directory");
        }
    }

    private void service(Service service) throws IOException {
        if (service instanceof Service.Compose compose) {
            file(compose.file());
            compose.images().forEach(this::file);
        } else {
            unit(service.file());
        }
    }

    private void unit(String path) throws IOException {
        file(path);
        if (present(path).size() > UNIT_LIMIT) {
            throw wrong(path, "is larger than 64 KiB; that is no systemd unit");
        }
        String text = new String(Files.readAllBytes(root.resolve(path)), StandardCharsets.UTF_8);
        if (!text.toLowerCase(Locale.ROOT).contains("[service]")
                || !EXEC_START.matcher(text).find()) {
            throw wrong(path, "is no systemd service: it needs [Service] with ExecStart=");
        }
        if (ONE_SHOT.matcher(text).find()) {
            throw wrong(path, "has Type=oneshot, but a service must keep running; a one-off belongs in hooks: init");
        }
    }

    private InputException wrong(String path, String problem) {
        return new InputException(source, read.lines().getOrDefault(path, 0), path + " " + problem);
    }
}
