package dev.vivarium.core.config;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds where {@code vivarium.yaml} says nothing. */
final class ConfigDefaults {
    static final InstallationId INSTALLATION = new InstallationId("local");
    private static final Size IMAGE_CACHE = Size.GiB(40);
    private static final String LOCAL_KIND = "qemu";

    private ConfigDefaults() {}

    static VivariumConfig in(Surroundings surroundings) {
        return new VivariumConfig(
                INSTALLATION,
                surroundings.xdg("XDG_DATA_HOME", ".local/share"),
                surroundings.xdg("XDG_CACHE_HOME", ".cache"),
                IMAGE_CACHE,
                Optional.empty(),
                hypervisors(surroundings),
                NodeDefaults.standard());
    }

    /** One hypervisor {@code local} of kind {@code qemu}, if that provider is there. */
    static List<HypervisorConfig> hypervisors(Surroundings surroundings) {
        return surroundings
                .provider(LOCAL_KIND)
                .map(provider -> new HypervisorConfig(
                        NodeDefaults.standard().on(),
                        LOCAL_KIND,
                        HypervisorConfig.DEFAULT_PARALLEL,
                        values(provider.settings()),
                        Map.<String, Secret>of()))
                .stream()
                .toList();
    }

    /** The defaults of those settings that have one; a secret has none. */
    static Map<String, String> values(SettingsSchema schema) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : schema.settings()) {
            if (setting.type() != Type.SECRET) {
                setting.defaultValue().ifPresent(value -> values.put(setting.name(), value));
            }
        }
        return values;
    }
}
