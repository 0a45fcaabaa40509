package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.Leases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An image in the cache.
 *
 * @param digest its identity
 * @param file where it is
 * @param bytes how long it is; with holes in it, it takes less
 * @param names that the user gave it; such an image leaves only when it is removed by name
 * @param origins the references that it was got by, newest first
 * @param lastUse when it was last asked for
 * @param users who needs it now
 */
public record StoredImage(
        Digest digest,
        Path file,
        long bytes,
        List<String> names,
        List<String> origins,
        Instant lastUse,
        List<Leases.Holder> users) {

    public StoredImage {
        names = List.copyOf(names);
        origins = List.copyOf(origins);
        users = List.copyOf(users);
    }

    /** True if it may be removed to make room. */
    public boolean isSpare() {
        return names.isEmpty() && users.isEmpty();
    }
}
