package dev.vivarium.core.journal;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who still needs a file of a shared cache: an image that a node's disk stands on, a medium that a snapshot refers to. A lease
 * is a small file, {@code DIGEST/HOLDER}, written before the thing is used and removed after its last use; it survives
 * crashes, and is seen by all processes and installations that share the cache. Whoever removes something from the cache,
 * and whoever takes a lease, holds the cache's lock meanwhile.
 */
public final class Leases {
    private static final Pattern HOLDER = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

    private final Path directory;

    /** @param directory is made if absent */
    public Leases(Path directory) {
        this.directory = DurableFiles.privateDirectory(directory);
    }

    /**
     * Who needs something.
     *
     * @param id the same for the same holder: a node's id, or a snapshot's
     * @param text for people, such as {@code node muse}
     */
    public record Holder(String id, String text) {
        /** @throws IllegalArgumentException if the id is not made of a-z, 0-9 and {@code -} */
        public Holder {
            if (!HOLDER.matcher(id).matches()) {
                throw new IllegalArgumentException("not the id of a lease's holder: " + id);
            }
        }
    }

    /** From now on the holder needs it; on disk before it returns. */
    public void take(Digest what, Holder who) {
        DurableFiles.replace(
                DurableFiles.privateDirectory(directory.resolve(what.hex())).resolve(who.id()), who.text() + "\n");
    }

    /** The holder needs nothing any more; needed nothing already is success. */
    public void release(String holder) {
        String id = new Holder(holder, "").id();
        for (Path of : children(directory)) {
            DurableFiles.delete(of.resolve(id));
            try {
                Files.deleteIfExists(of);
            } catch (IOException e) {
                if (!(e instanceof DirectoryNotEmptyException)) { // others need it
                    throw unreadable(e);
                }
            }
        }
    }

    /** From now on a second holder needs all that the first one needs, as it was made from it. */
    public void copy(String from, Holder to) {
        String id = new Holder(from, "").id();
        for (Path of : children(directory)) {
            if (Files.exists(of.resolve(id))) {
                take(new Digest(String.valueOf(of.getFileName())), to);
            }
        }
    }

    /** Who needs it, by id. */
    public List<Holder> holders(Digest what) {
        List<Holder> holders = new ArrayList<>();
        for (Path file : children(directory.resolve(what.hex()))) {
            String id = String.valueOf(file.getFileName());
            if (HOLDER.matcher(id).matches()) {
                holders.add(new Holder(id, text(file)));
            }
        }
        return holders;
    }

    /** True if the holder needs anything. */
    public boolean holds(String holder) {
        return children(directory).stream().anyMatch(of -> Files.exists(of.resolve(holder)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return String.valueOf(file.getFileName());
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static VivariumException unreadable(IOException e) {
        return new VivariumException(
                Kind.DENIED, "cache.leases", "cannot see who needs what in the cache: " + e.getMessage(), e);
    }
}
