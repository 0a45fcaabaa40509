package dev.vivarium.core.image;

import java.net.URI;
import java.util.Optional;

/**
 * Where a maker publishes one image, and what proves that it is the maker's.
 *
 * @param image the image itself
 * @param list the maker's checksums, beside the image
 * @param algorithm of the checksums
 * @param signature of the list; empty where the maker gives none, so that the list is believed because of where it comes from
 */
record CatalogueEntry(URI image, URI list, Checksum.Algorithm algorithm, Optional<Signed> signature) {

    /**
     * A signature beside the list.
     *
     * @param address where it is
     * @param key the maker's key, armored, as this library brings it
     * @param fingerprint of that key, in capital hex digits
     */
    record Signed(URI address, String key, String fingerprint) {}

    /** The image's checksum in the text of the list. */
    Optional<Checksum> checksum(String sums) {
        String path = image.getPath();
        String file = path.substring(path.lastIndexOf('/') + 1);
        return sums.lines()
                .map(line -> line.split("[ *]+", 2))
                .filter(words -> words.length == 2 && words[1].equals(file))
                .flatMap(words -> checksum(algorithm, words[0]).stream())
                .findFirst();
    }

    private static Optional<Checksum> checksum(Checksum.Algorithm algorithm, String hex) {
        try {
            return Optional.of(new Checksum(algorithm, hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
