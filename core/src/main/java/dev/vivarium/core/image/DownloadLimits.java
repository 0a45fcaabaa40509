package dev.vivarium.core.image;

import java.time.Duration;

/**
 * What a download may cost.
 *
 * @param maxBytes the largest image that is accepted
 * @param inactivity how long no byte may come
 * @param attempts how often in a row it is tried again without a single new byte
 */
public record DownloadLimits(long maxBytes, Duration inactivity, int attempts) {
    /** 64 GiB, a minute, five times. */
    public static final DownloadLimits DEFAULT = new DownloadLimits(64L << 30, Duration.ofMinutes(1), 5);
}
