package dev.vivarium.core.engine;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an installation keeps of one node beside its record; private to the user.
 *
 * @param directory of the node's own
 */
public record NodeFiles(Path directory) {

    /** The seed of the first boot; holds secrets and is removed when the node is READY. */
    public Path seed() {
        return inside("seed.iso");
    }

    /** The seed that stays: same instance, no secrets. */
    public Path scrubbedSeed() {
        return inside("seed-scrubbed.iso");
    }

    /** Login key and known_hosts for the {@code ssh} command. */
    public Path login() {
        return DurableFiles.privateDirectory(inside("login"));
    }

    /** What rollbacks saved of the guest before they threw it away. */
    public Path preserved() {
        return DurableFiles.privateDirectory(inside("preserved"));
    }

    /** Removes all of it; gone already is success. */
    public void delete() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : leavesFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.DENIED, "home.io", "cannot remove " + directory + ": " + e.getMessage(), e);
        }
    }

    private Path inside(String name) {
        return DurableFiles.privateDirectory(directory).resolve(name);
    }
}
