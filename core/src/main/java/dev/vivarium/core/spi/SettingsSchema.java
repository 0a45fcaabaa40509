package dev.vivarium.core.spi;

import java.util.List;
import java.util.Optional;

/**
 * The settings a provider knows: drives validation, docs and user interfaces.
 *
 * @param settings in the order to show
 */
public record SettingsSchema(List<Setting> settings) {
    public SettingsSchema {
        settings = List.copyOf(settings);
    }

    /** The setting of this name. */
    public Optional<Setting> find(String name) {
        return settings.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /**
     * One setting.
     *
     * @param name the key in {@code vivarium.yaml}
     * @param type what its value looks like
     * @param defaultValue as text; empty if it must be given, an empty text if it may be left out
     * @param text what it is for, in one sentence
     */
    public record Setting(String name, Type type, Optional<String> defaultValue, String text) {}

    /** What a value looks like. */
    public enum Type {
        TEXT,
        INTEGER,
        BOOLEAN,
        PATH,
        /** A person writes {@code 90s} or {@code 10m}; the provider gets, and gives as default, ISO 8601: {@code PT90S}. */
        DURATION,
        /** A reference {@code env:NAME} or {@code file:PATH}, never the value itself. */
        SECRET
    }
}
