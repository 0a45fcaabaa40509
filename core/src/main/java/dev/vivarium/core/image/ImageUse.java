package dev.vivarium.core.image;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * When and as what an image was asked for; a small JSON file beside it, as the image itself is never touched.
 *
 * @param last when it was last asked for
 * @param origins the references that it was got by, newest first
 */
record ImageUse(Instant last, List<String> origins) {
    private static final int MOST = 5;

    ImageUse {
        origins = List.copyOf(origins);
    }

    ImageUse again(String origin, Instant now) {
        return new ImageUse(
                now,
                Stream.concat(Stream.of(origin), origins.stream())
                        .distinct()
                        .limit(MOST)
                        .toList());
    }
}
