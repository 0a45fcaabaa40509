package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hypervisors of the kind {@code simulated}, for tests that choose a hypervisor by settings. Their guests answer over SSH
 * and HTTP.
 */
public final class SimulatedProvider implements HypervisorProvider {
    private static final String DENY = "deny";

    /** The servers of this process: like real ones they are there whoever connects, and outlive every connection. */
    private static final Map<Path, SimulatedServer> SERVERS = new ConcurrentHashMap<>();

    /** The server behind hypervisors with this directory; made at the first call. */
    public static SimulatedServer server(Path directory) {
        return SERVERS.computeIfAbsent(
                directory.toAbsolutePath().normalize(), d -> new SimulatedServer(Clock.systemUTC(), true));
    }

    @Override
    public String kind() {
        return "simulated";
    }

    @Override
    public SettingsSchema settings() {
        return new SettingsSchema(List.of(new Setting(
                DENY,
                Type.TEXT,
                Optional.of(""),
                "Capabilities that this hypervisor lacks, separated by commas: snapshot_live, rollback_any …")));
    }

    @Override
    public Hypervisor connect(HypervisorSettings settings) {
        SimulatedServer server = server(settings.directory());
        for (String name : settings.values().getOrDefault(DENY, "").split(",")) {
            if (!name.isBlank()) {
                server.deny(capability(name.strip()), "the settings of " + settings.name() + " deny " + name.strip());
            }
        }
        return server.connect(settings.name(), settings.installation());
    }

    private static Capability capability(String name) {
        try {
            return Capability.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new VivariumException(
                    Kind.INVALID,
                    "simulated.capability",
                    "there is no capability '" + name + "'; it is one of " + List.of(Capability.values()),
                    e);
        }
    }
}
