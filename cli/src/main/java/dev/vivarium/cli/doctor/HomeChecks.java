package dev.vivarium.cli.doctor;

import dev.vivarium.core.config.SecretRef;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where we keep things: home, cache, master key. */
final class HomeChecks {
    private static final Size DEMO_DISK = Size.GiB(4);

    private final VivariumConfig config;
    private final Map<String, String> environment;

    HomeChecks(VivariumConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    List<Check> all() {
        return List.of(directory("home", config.home()), directory("cache", config.cache()), masterKey());
    }

    private static Check directory(String name, Path directory) {
        Path nearest = SystemFacts.nearest(directory);
        if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
            return Check.missing(
                    name, directory + " cannot be written", "use --home DIR, or make " + nearest + " writable");
        }
        Optional<Size> free = SystemFacts.freeSpace(directory);
        String found = directory
                + (nearest.equals(directory) ? "" : " (made at first use)")
                + free.map(f -> ", " + SystemChecks.text(f) + " free").orElse("");
        if (free.filter(f -> f.mebibytes() < DEMO_DISK.mebibytes()).isPresent()) {
            return Check.missing(
                    name, found + "; the demo needs " + DEMO_DISK, "make room, or use --home DIR on another disk");
        }
        return Check.ok(name, found);
    }

    private Check masterKey() {
        if (config.masterKey().isEmpty() && !Files.exists(config.masterKeyFile())) {
            return Check.ok("master key", config.masterKeyFile() + " (made at first use; back it up then)");
        }
        SecretRef where = config.masterKey().orElseGet(() -> new SecretRef.InFile(config.masterKeyFile()));
        try {
            where.resolve(environment);
            return Check.ok("master key", where + ", readable by you alone");
        } catch (VivariumException e) {
            return Check.missing("master key", e.message(), "put it right before you use the nodes that depend on it");
        }
    }
}
