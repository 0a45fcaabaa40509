package dev.vivarium.core.config;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.spi.HypervisorSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * One configured hypervisor; its values were checked against the provider's schema.
 *
 * @param name by which nodes name it
 * @param kind the provider
 * @param parallel how many operations may run on it at a time
 * @param values every setting that is given or has a default
 * @param secrets the values of the secret settings
 */
public record HypervisorConfig(
        String name, String kind, int parallel, Map<String, String> values, Map<String, Secret> secrets) {

    /** How many operations run at a time if nothing is said. */
    public static final int DEFAULT_PARALLEL = 2;

    public HypervisorConfig {
        values = Map.copyOf(values);
        secrets = Map.copyOf(secrets);
    }

    /**
     * What the provider connects with.
     *
     * @param directory where the provider may keep what belongs to this hypervisor
     */
    public HypervisorSettings settings(InstallationId installation, Path directory) {
        return new HypervisorSettings(name, installation, directory, values, secrets);
    }
}
