package dev.vivarium.cli.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.image.StoredImage;
import dev.vivarium.core.journal.Leases;
import java.time.Instant;
import java.util.List;

/** An image, as {@code --json} prints it. */
record ImageDocument(
        Digest digest,
        List<String> names,
        List<String> origins,
        long bytes,
        Instant lastUse,
        List<String> usedBy,
        String file) {

    ImageDocument {
        names = List.copyOf(names);
        origins = List.copyOf(origins);
        usedBy = List.copyOf(usedBy);
    }

    static ImageDocument of(StoredImage i) {
        return new ImageDocument(
                i.digest(),
                i.names(),
                i.origins(),
                i.bytes(),
                i.lastUse(),
                i.users().stream().map(Leases.Holder::text).toList(),
                i.file().toString());
    }
}
