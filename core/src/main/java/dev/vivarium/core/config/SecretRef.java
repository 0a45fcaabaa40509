package dev.vivarium.core.config;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a secret is kept; settings hold this and never the value itself. */
public sealed interface SecretRef {

    /**
     * An environment variable.
     *
     * @param name its name
     */
    record Env(String name) implements SecretRef {
        private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        /** @throws IllegalArgumentException if it is no name of a variable */
        public Env {
            if (!FORM.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is no name of an environment variable");
            }
        }

        @Override
        public String toString() {
            return "env:" + name;
        }
    }

    /**
     * A file that only its owner can read; one line end at its end does not count.
     *
     * @param path absolute
     */
    record InFile(Path path) implements SecretRef {
        private static final int MOST_BYTES = 64 * 1024;
        private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);

        @Override
        public String toString() {
            return "file:" + path;
        }

        private Secret read() {
            try {
                if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                    throw refused("others can read or change " + path + "; run: chmod 600 '" + path + "'");
                }
                if (Files.size(path) > MOST_BYTES) {
                    throw refused(path + " is too large for a secret (more than " + MOST_BYTES + " bytes)");
                }
                return present(
                        Files.readString(path, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""), path + " is empty");
            } catch (NoSuchFileException e) {
                throw refused("there is no file " + path);
            } catch (CharacterCodingException e) {
                throw refused(path + " is not UTF-8 text");
            } catch (IOException e) {
                throw refused("cannot read " + path + ": " + e.getMessage());
            }
        }
    }

    /**
     * Reads {@code env:NAME} or {@code file:PATH}.
     *
     * @param base what a relative path is taken from
     * @throws IllegalArgumentException if the text is neither; the text is not repeated, as it may be the secret itself
     */
    static SecretRef parse(String text, Path base) {
        if (text.startsWith("env:")) {
            return new Env(text.substring("env:".length()));
        }
        if (text.startsWith("file:") && text.length() > "file:".length()) {
            return new InFile(base.resolve(text.substring("file:".length())).normalize());
        }
        throw new IllegalArgumentException("a secret is never written here; write env:NAME or file:PATH");
    }

    /**
     * Reads the secret.
     *
     * @param environment the process's variables
     * @throws VivariumException INVALID {@code config.secret} that says what is missing, never what was found
     */
    default Secret resolve(Map<String, String> environment) {
        if (this instanceof Env env) {
            String value = environment.getOrDefault(env.name(), "");
            return present(value, "the environment variable " + env.name() + " is not set");
        }
        return ((InFile) this).read();
    }

    private static Secret present(String value, String ifEmpty) {
        if (value.isEmpty()) {
            throw refused(ifEmpty);
        }
        return Secret.of(value);
    }

    private static VivariumException refused(String message) {
        return new VivariumException(Kind.INVALID, "config.secret", message);
    }
}
