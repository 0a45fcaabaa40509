package dev.vivarium.cli.nodes;

import dev.vivarium.cloudinit.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A disk image at hand.
 *
 * @param names what people call it
 * @param origins how it was got
 * @param bytes its size
 * @param users who needs it, for people
 * @param file where it is, if it is on this machine
 */
public record HeldImage(
        Digest digest,
        List<String> names,
        List<String> origins,
        long bytes,
        Optional<Instant> lastUse,
        List<String> users,
        Optional<String> file) {
    public HeldImage {
        names = List.copyOf(names);
        origins = List.copyOf(origins);
        users = List.copyOf(users);
    }
}
