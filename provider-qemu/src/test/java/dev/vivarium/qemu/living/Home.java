package dev.vivarium.qemu.living;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where the tests' installation lives, and what is in it; the same in every process that is started for it.
 *
 * @param directory home and cache
 * @param image the guest's disk image
 * @param bundle the directory with {@code bundle.yaml}
 */
record Home(Path directory, Path image, Path bundle) {
    static final String NODE = "muse";

    Vivarium open() {
        return Vivarium.open(config());
    }

    VivariumConfig config() {
        Map<String, String> environment = Map.of(
                "XDG_DATA_HOME", directory.resolve("data").toString(),
                "XDG_CACHE_HOME", directory.resolve("cache").toString());
        return VivariumConfig.standard(
                new Surroundings(environment, directory, Surroundings.current().providers()));
    }

    NodeSpec spec() {
        Path token = directory.resolve("token");
        NodeSpecBuilder node = NodeSpec.builder(NODE)
                .image("file:" + image)
                .cores(2)
                .memory(Size.GiB(1))
                .disk(Size.GiB(4))
                .bundle(bundle)
                .inactivityLimit(Duration.ofMinutes(5));
        return (Files.exists(token) ? node.secret("MUSE_TOKEN", "file:" + token) : node).build();
    }
}
