package dev.vivarium.core.config;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One hypervisor's own settings, checked against its provider's schema.
 *
 * @param values given ones and defaults
 * @param secrets resolved
 */
record ProviderSettings(Map<String, String> values, Map<String, Secret> secrets) {

    /** Reads every setting that the schema knows; what the map holds beyond is left for {@link YamlMap#finish()}. */
    static ProviderSettings read(YamlMap map, SettingsSchema schema, ValueReader reader) {
        Map<String, String> values = ConfigDefaults.values(schema);
        Map<String, Secret> secrets = new LinkedHashMap<>();
        for (Setting setting : schema.settings()) {
            Optional<YamlValue> given = setting.defaultValue().isPresent()
                    ? map.optional(setting.name())
                    : Optional.of(map.required(setting.name()));
            given.ifPresent(value -> {
                if (setting.type() == Type.SECRET) {
                    secrets.put(setting.name(), reader.secret(value));
                } else {
                    values.put(setting.name(), text(setting.type(), value, reader));
                }
            });
        }
        return new ProviderSettings(values, secrets);
    }

    private static String text(Type type, YamlValue value, ValueReader reader) {
        return switch (type) {
            case TEXT -> value.asString();
            case INTEGER -> Long.toString(value.asLong(Long.MIN_VALUE, Long.MAX_VALUE));
            case BOOLEAN -> Boolean.toString(value.asBool());
            case PATH -> reader.path(value).toString();
            case DURATION -> ValueReader.checked(value, DurationText::parse).toString();
            case SECRET -> throw new IllegalStateException("a secret is no text");
        };
    }
}
