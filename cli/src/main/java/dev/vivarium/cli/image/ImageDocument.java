package dev.vivarium.cli.image;

import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cloudinit.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An image, as {@code --json} prints it. */
record ImageDocument(
        Digest digest,
        List<String> names,
        List<String> origins,
        long bytes,
        Optional<Instant> lastUse,
        List<String> usedBy,
        Optional<String> file) {

    ImageDocument {
        names = List.copyOf(names);
        origins = List.copyOf(origins);
        usedBy = List.copyOf(usedBy);
    }

    static ImageDocument of(HeldImage i) {
        return new ImageDocument(i.digest(), i.names(), i.origins(), i.bytes(), i.lastUse(), i.users(), i.file());
    }
}
