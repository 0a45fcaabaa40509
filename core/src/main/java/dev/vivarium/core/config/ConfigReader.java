package dev.vivarium.core.config;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.yaml.Yaml;
import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.HypervisorProvider;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code vivarium.yaml}; relative paths are taken from the file's directory. */
final class ConfigReader {
    private static final int VERSION = 1;
    private static final int MOST_PARALLEL = 1024;
    private static final Pattern HYPERVISOR_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final Surroundings surroundings;
    private final ValueReader values;

    private ConfigReader(Path base, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.values = new ValueReader(base, surroundings);
    }

    static VivariumConfig read(Path file, Surroundings surroundings) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new VivariumException(
                    Kind.NOT_FOUND,
                    "config.missing",
                    "there is no file " + absolute + "; without --config everything has a default");
        }
        try {
            Path base = Optional.ofNullable(absolute.getParent()).orElse(absolute);
            return new ConfigReader(base, surroundings).document(Yaml.readFile(absolute));
        } catch (InputException e) {
            throw new VivariumException(Kind.INVALID, "config.invalid", String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new VivariumException(Kind.DENIED, "config.unreadable", String.valueOf(e.getMessage()), e);
        }
    }

    private VivariumConfig document(YamlMap root) {
        VivariumConfig standard = VivariumConfig.standard(surroundings);
        version(root.required("version"));
        Optional<YamlValue> installation = root.optional("installation");
        Optional<YamlValue> home = root.optional("home");
        Optional<YamlValue> cache = root.optional("cache");
        Optional<YamlValue> imageCache = root.optional("imageCache");
        Optional<YamlValue> masterKey = root.optional("masterKey");
        Optional<YamlValue> hypervisors = root.optional("hypervisors");
        Optional<YamlValue> defaults = root.optional("defaults");
        ConfigSection.OTHERS.forEach(root::optional);
        root.finish();

        List<HypervisorConfig> configured = hypervisors.map(this::hypervisors).orElse(standard.hypervisors());
        return new VivariumConfig(
                installation
                        .map(v -> ValueReader.checked(v, InstallationId::new))
                        .orElse(standard.installation()),
                home.map(values::path).orElse(standard.home()),
                cache.map(values::path).orElse(standard.cache()),
                imageCache.map(v -> ValueReader.checked(v, Size::parse)).orElse(standard.imageCache()),
                masterKey.map(this::masterKey),
                configured,
                new DefaultsReader(configured, values).read(defaults, root));
    }

    private static void version(YamlValue value) {
        int version = value.asInt(1, Integer.MAX_VALUE);
        if (version != VERSION) {
            throw value.fail("this release reads version " + VERSION + ", not " + version);
        }
    }

    /** Resolved only to see that it is there; the key's own form is checked where it is used. */
    private SecretRef masterKey(YamlValue value) {
        SecretRef ref = values.secretRef(value);
        values.secret(value);
        return ref;
    }

    private List<HypervisorConfig> hypervisors(YamlValue value) {
        YamlMap map = value.asMap();
        Map<String, YamlValue> entries = map.entries();
        if (entries.isEmpty()) {
            throw value.fail("name at least one hypervisor, or leave the key out for a local QEMU");
        }
        return entries.entrySet().stream()
                .map(e -> hypervisor(e.getKey(), e.getValue()))
                .toList();
    }

    private HypervisorConfig hypervisor(String name, YamlValue value) {
        if (!HYPERVISOR_NAME.matcher(name).matches()) {
            throw value.fail("a hypervisor's name has 1 to 32 characters of a-z, 0-9 and '-'");
        }
        YamlMap map = value.asMap();
        HypervisorProvider provider = provider(map.required("kind"));
        int parallel =
                map.optional("parallel").map(v -> v.asInt(1, MOST_PARALLEL)).orElse(HypervisorConfig.DEFAULT_PARALLEL);
        ProviderSettings settings = ProviderSettings.read(map, provider.settings(), values);
        map.finish();
        return new HypervisorConfig(name, provider.kind(), parallel, settings.values(), settings.secrets());
    }

    private HypervisorProvider provider(YamlValue kind) {
        Function<String, HypervisorProvider> find = text -> surroundings
                .provider(text)
                .orElseThrow(() -> new IllegalArgumentException("there is no provider of kind '" + text + "'; there is "
                        + surroundings.providers().stream()
                                .map(HypervisorProvider::kind)
                                .sorted()
                                .collect(Collectors.joining(", "))));
        return ValueReader.checked(kind, find);
    }
}
