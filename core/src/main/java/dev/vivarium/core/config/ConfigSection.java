package dev.vivarium.core.config;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.yaml.Yaml;
import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A part of {@code vivarium.yaml} that a user of this library reads: core only knows that it may be there. Every value has
 * its line, and what is refused is told with it.
 */
public final class ConfigSection {
    /** The sections that others read. */
    static final Set<String> OTHERS = Set.of("service");

    private final YamlMap map;
    private final ValueReader values;

    private ConfigSection(YamlMap map, ValueReader values) {
        this.map = map;
        this.values = values;
    }

    /**
     * Reads a section; nothing may be left in it that the reader does not ask for.
     *
     * @return what the reader makes of it; empty if the file does not have it
     * @throws VivariumException INVALID {@code config.invalid} with file, line and what to do
     */
    public static <T> Optional<T> read(
            Path file, String name, Surroundings surroundings, Function<ConfigSection, T> reader) {
        Path absolute = file.toAbsolutePath().normalize();
        Path base = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        try {
            Optional<YamlValue> value = Yaml.readFile(absolute).optional(name);
            return value.map(v -> new ConfigSection(v.asMap(), new ValueReader(base, surroundings)).readBy(reader));
        } catch (InputException e) {
            throw new VivariumException(Kind.INVALID, "config.invalid", String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new VivariumException(Kind.DENIED, "config.unreadable", String.valueOf(e.getMessage()), e);
        }
    }

    private <T> T readBy(Function<ConfigSection, T> reader) {
        T read = reader.apply(this);
        map.finish();
        return read;
    }

    /** A value. */
    public Optional<YamlValue> optional(String key) {
        return map.optional(key);
    }

    /** A value that must be there. */
    public YamlValue required(String key) {
        return map.required(key);
    }

    /** A section within this one. */
    public <T> Optional<T> section(String key, Function<ConfigSection, T> reader) {
        return map.optional(key).map(v -> new ConfigSection(v.asMap(), values).readBy(reader));
    }

    /** Text, turned into a value by something that refuses with an {@link IllegalArgumentException}. */
    public static <T> T checked(YamlValue value, Function<String, T> parse) {
        return ValueReader.checked(value, parse);
    }

    /** A path: absolute, below {@code ~}, or relative to the file. */
    public Path path(YamlValue value) {
        return values.path(value);
    }

    /** What a reference {@code env:NAME} or {@code file:PATH} leads to. */
    public Secret secret(YamlValue value) {
        return values.secret(value);
    }

    /** A length of time such as {@code 90s}. */
    public static Duration duration(YamlValue value) {
        return ValueReader.checked(value, DurationText::parse);
    }

    /** A size such as {@code 1M}. */
    public static Size size(YamlValue value) {
        return ValueReader.checked(value, Size::parse);
    }
}
