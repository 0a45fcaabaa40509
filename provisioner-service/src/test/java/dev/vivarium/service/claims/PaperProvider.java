package dev.vivarium.service.claims;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Hypervisors whose machines are files that several processes share. */
public final class PaperProvider implements HypervisorProvider {
    @Override
    public String kind() {
        return "paper";
    }

    @Override
    public SettingsSchema settings() {
        return new SettingsSchema(
                List.of(new Setting("directory", Type.TEXT, Optional.of("."), "Where the machines are files.")));
    }

    @Override
    public Hypervisor connect(HypervisorSettings settings) {
        return new PaperHypervisor(Path.of(settings.values().getOrDefault("directory", ".")));
    }
}
