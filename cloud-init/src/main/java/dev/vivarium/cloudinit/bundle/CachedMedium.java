package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A medium of a {@link BundleCache}.
 *
 * @param digest of its {@code layer.json}: its name
 * @param bytes its size
 * @param lastUsed when it was last packed or found packed
 */
public record CachedMedium(Digest digest, Path file, long bytes, Instant lastUsed) {}
