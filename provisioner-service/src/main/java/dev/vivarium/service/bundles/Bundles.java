package dev.vivarium.service.bundles;

import java.nio.file.Path;

/** The bundles that the service knows. */
public final class Bundles {
    /** The directory of a bundle, by its path. */
    public Path directory(String idOrPath) {
        return Path.of(idOrPath);
    }
}
