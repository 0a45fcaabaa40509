package dev.vivarium.cli.service;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The services that the user has named, in a file that only the user can read.
 *
 * @param current the one that commands use by default
 * @param contexts by name
 */
public record Contexts(Optional<String> current, Map<String, Context> contexts) {
    private static final int LONGEST_FILE = 1 << 20;

    public Contexts {
        contexts = Map.copyOf(contexts);
    }

    /** None. */
    static final Contexts NONE = new Contexts(Optional.empty(), Map.of());

    /** Those in this file; none if it is not there. */
    public static Contexts read(Path file) {
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IOException("it is too long");
            }
            return Json.read(Files.readString(file), Contexts.class);
        } catch (IOException | VivariumException e) {
            throw new VivariumException(
                    Kind.INVALID,
                    "contexts.file",
                    file + " cannot be read as contexts; remove it, and add them again",
                    e);
        }
    }

    /** Writes them. */
    public void write(Path file) {
        Optional.ofNullable(file.toAbsolutePath().getParent()).ifPresent(DurableFiles::privateDirectory);
        DurableFiles.replace(file, Json.write(this) + "\n");
    }

    /** With one more, which is the current one if there is no other. */
    public Contexts with(String name, Context context) {
        Map<String, Context> all = new TreeMap<>(contexts);
        all.put(name, context);
        return new Contexts(current.or(() -> Optional.of(name)), all);
    }

    /** Without this one. */
    public Contexts without(String name) {
        named(name);
        Map<String, Context> all = new TreeMap<>(contexts);
        all.remove(name);
        return new Contexts(current.filter(c -> !c.equals(name)), all);
    }

    /** With this one as the current one; with none if that is empty. */
    public Contexts using(Optional<String> name) {
        name.ifPresent(this::named);
        return new Contexts(name, contexts);
    }

    /** @throws VivariumException NOT_FOUND that names those that there are */
    public Context named(String name) {
        return Optional.ofNullable(contexts.get(name))
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "context.unknown",
                        "there is no context '" + name + "'"
                                + (contexts.isEmpty()
                                        ? "; add one with: vivarium context add NAME --server URL"
                                        : "; there is " + String.join(", ", new TreeMap<>(contexts).keySet()))));
    }

    /** The current one. */
    public Optional<Context> use() {
        return current.map(this::named);
    }
}
