package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A medium's {@code layer.json}: what is in its slices. The guest reads it with {@code sed}, so its lay-out is fixed: a slice
 * on a line of its own, the keys in this order.
 *
 * @param layer the layer's name
 * @param entries how many files, directories and links it unpacks to
 * @param unpackedBytes the space that they take
 * @param slices in order; what they decode to, one after the other, is one tar stream
 */
record LayerDocument(String layer, long entries, long unpackedBytes, List<Slice> slices) {
    /** The format's version. */
    static final int FORMAT = 1;

    static final String FILE_NAME = "layer.json";

    /** How a slice is encoded; each decodes by itself. */
    enum Encoding {
        ZSTD,
        RAW
    }

    /** A file of the medium. @param bytes its length @param unpackedBytes what it decodes to */
    record Slice(String file, Encoding encoding, long bytes, long unpackedBytes, Digest sha256) {
        private String json() {
            return "{\"file\":\"%s\",\"encoding\":\"%s\",\"bytes\":%d,\"unpackedBytes\":%d,\"sha256\":\"%s\"}"
                    .formatted(file, encoding.name().toLowerCase(Locale.ROOT), bytes, unpackedBytes, sha256.hex());
        }
    }

    LayerDocument {
        slices = List.copyOf(slices);
    }

    String json() {
        return """
                {
                "format":%d,
                "layer":"%s",
                "entries":%d,
                "unpackedBytes":%d,
                "sliceCount":%d,
                "slices":[
                %s
                ]
                }
                """.formatted(
                        FORMAT,
                        layer,
                        entries,
                        unpackedBytes,
                        slices.size(),
                        slices.stream().map(Slice::json).collect(Collectors.joining(",\n")));
    }
}
