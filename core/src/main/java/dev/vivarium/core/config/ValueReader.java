package dev.vivarium.core.config;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.yaml.YamlValue;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/** Values of {@code vivarium.yaml} that are more than a number or a word; every refusal has its line. */
final class ValueReader {
    private final Path base;
    private final Surroundings surroundings;

    /** Relative paths are taken from {@code base}. */
    ValueReader(Path base, Surroundings surroundings) {
        this.base = base;
        this.surroundings = surroundings;
    }

    /** Text, turned into a value by something that refuses with an {@link IllegalArgumentException}. */
    static <T> T checked(YamlValue value, Function<String, T> parse) {
        String text = value.asString();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw value.fail(String.valueOf(e.getMessage()));
        } catch (VivariumException e) {
            throw value.fail(e.message());
        }
    }

    /** A path: absolute, below {@code ~}, or relative to the file. */
    Path path(YamlValue value) {
        return checked(value, text -> path(text));
    }

    SecretRef secretRef(YamlValue value) {
        return checked(value, text -> {
            if (text.startsWith("file:~/")) {
                return SecretRef.parse("file:" + path(text.substring("file:".length())), base);
            }
            return SecretRef.parse(text, base);
        });
    }

    /** What the reference leads to. */
    Secret secret(YamlValue value) {
        SecretRef ref = secretRef(value);
        return checked(value, text -> ref.resolve(surroundings.environment()));
    }

    /** The same of text. */
    Path path(String text) {
        if (text.isEmpty()) {
            throw new InvalidPathException(text, "an empty path");
        }
        if (text.equals("~") || text.startsWith("~/")) {
            return surroundings
                    .userHome()
                    .resolve(text.substring(Math.min(2, text.length())))
                    .normalize();
        }
        return base.resolve(text).normalize();
    }
}
