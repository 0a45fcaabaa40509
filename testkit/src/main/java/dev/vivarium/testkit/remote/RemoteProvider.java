package dev.vivarium.testkit.remote;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Hypervisors of the kind {@code simulated-remote}: a {@link SimulatedHost} in another process. */
public final class RemoteProvider implements HypervisorProvider {
    /** The kind. */
    public static final String KIND = "simulated-remote";

    private static final String ADDRESS = "address";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SettingsSchema settings() {
        return new SettingsSchema(
                List.of(new Setting(ADDRESS, Type.TEXT, Optional.empty(), "Where the host answers: 127.0.0.1:PORT.")));
    }

    @Override
    public Hypervisor connect(HypervisorSettings settings) {
        HostAddress address =
                HostAddress.parse(Objects.requireNonNull(settings.values().get(ADDRESS)));
        RemoteHypervisor hypervisor =
                new RemoteHypervisor(new RemoteCalls(address, settings.name(), settings.installation()));
        hypervisor.info(); // says so at once if nobody is there
        return hypervisor;
    }
}
