package dev.vivarium.core.config;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that an installation is told. Without a file everything has a default.
 *
 * @param installation names it in the ownership marks
 * @param home journal, machines and keys; absolute
 * @param cache images and packed bundles; may be emptied while nothing runs; absolute
 * @param imageCache how much of the cache images take before those go that nobody needs
 * @param masterKey where the master key is; empty for {@link #masterKeyFile()}, which is made at first use
 * @param hypervisors by which nodes can be run, in the order of the file
 * @param defaults what a node gets where its wish says nothing
 */
public record VivariumConfig(
        InstallationId installation,
        Path home,
        Path cache,
        Size imageCache,
        Optional<SecretRef> masterKey,
        List<HypervisorConfig> hypervisors,
        NodeDefaults defaults) {

    public VivariumConfig {
        hypervisors = List.copyOf(hypervisors);
    }

    /** The JSON Schema of {@code vivarium.yaml}, for editors. */
    public static String schema() {
        try (InputStream in = Objects.requireNonNull(
                VivariumConfig.class.getResourceAsStream("vivarium.schema.json"), "vivarium.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The defaults in this process's surroundings: one hypervisor {@code local} of kind {@code qemu}, if there is that provider. */
    public static VivariumConfig standard() {
        return standard(Surroundings.current());
    }

    /** The defaults in given surroundings. */
    public static VivariumConfig standard(Surroundings surroundings) {
        return ConfigDefaults.in(surroundings);
    }

    /**
     * Reads a file; providers are found with {@link java.util.ServiceLoader}.
     *
     * @throws VivariumException INVALID {@code config.invalid} with file, line and what to do; NOT_FOUND if there is no
     *     such file; DENIED if it cannot be read
     */
    public static VivariumConfig read(Path file) {
        return read(file, Surroundings.current());
    }

    /** Reads a file in given surroundings. */
    public static VivariumConfig read(Path file, Surroundings surroundings) {
        return ConfigReader.read(file, surroundings);
    }

    /** The file that holds the master key where nothing else is said. */
    public Path masterKeyFile() {
        return home.resolve("master.key");
    }

    /**
     * The hypervisor of this name.
     *
     * @throws VivariumException NOT_FOUND that names those that there are
     */
    public HypervisorConfig hypervisor(String name) {
        return hypervisors.stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "hypervisor.unknown",
                        "no hypervisor '" + name + "' is configured; there "
                                + (hypervisors.isEmpty() ? "is none" : "is " + names())));
    }

    /** The same with another home. */
    public VivariumConfig withHome(Path other) {
        return new VivariumConfig(
                installation, other.toAbsolutePath().normalize(), cache, imageCache, masterKey, hypervisors, defaults);
    }

    /** The same with this hypervisor alone. */
    public VivariumConfig withHypervisor(HypervisorConfig only) {
        return new VivariumConfig(installation, home, cache, imageCache, masterKey, List.of(only), defaults);
    }

    private String names() {
        return hypervisors.stream().map(HypervisorConfig::name).collect(Collectors.joining(", "));
    }
}
