package dev.vivarium.core.spi;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.InstallationId;
import java.nio.file.Path;
import java.util.Map;

/**
 * How to connect one hypervisor; checked against the provider's {@link SettingsSchema} before it gets here.
 *
 * @param name the configured name, such as {@code local}
 * @param installation whose machines are ours
 * @param directory where a provider may keep what belongs to this hypervisor; exists, private to the user
 * @param values every setting of the schema that is given or has a default
 * @param secrets the values of the settings of type SECRET
 */
public record HypervisorSettings(
        String name,
        InstallationId installation,
        Path directory,
        Map<String, String> values,
        Map<String, Secret> secrets) {

    public HypervisorSettings {
        values = Map.copyOf(values);
        secrets = Map.copyOf(secrets);
    }
}
