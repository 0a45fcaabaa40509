package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.LayerDocument.Encoding;
import dev.vivarium.cloudinit.iso.IsoWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Packs a layer into an ISO medium: tar, cut and compressed, straight into the image, no second copy on disk. The medium's
 * bytes depend on the layer's name and content alone.
 *
 * @param encoding of every slice
 * @param sliceBytes what a slice holds before it is encoded
 * @param workers threads that compress; the medium does not depend on their number
 */
record LayerPacker(Encoding encoding, long sliceBytes, int workers) {
    private static final String DRAFT_LABEL = "VIVARIUM";

    /** Compresses with half of the processors, but no more than 4: the rest is bound by the disk. */
    static LayerPacker standard() {
        int workers = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        return new LayerPacker(Encoding.ZSTD, SliceStream.SLICE_BYTES, workers);
    }

    /**
     * Writes the medium to a new file.
     *
     * @param read told the number of content bytes after each piece; may throw, to cancel
     * @return the digest of its {@code layer.json}
     */
    Digest pack(LayerSource source, Path medium, LongConsumer read) throws IOException {
        try (IsoWriter iso = IsoWriter.create(medium, DRAFT_LABEL)) {
            SliceStream slices = new SliceStream(iso::file, encoding, sliceBytes, workers);
            try (slices) {
                TarStream.write(source, slices, read);
            }
            byte[] document = new LayerDocument(
                            source.name(), source.entries().size(), source.unpackedBytes(), slices.slices())
                    .json()
                    .getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = iso.file(LayerDocument.FILE_NAME)) {
                out.write(document);
            }
            Digest digest = Digest.of(document);
            iso.finish(PackedLayer.labelOf(digest));
            return digest;
        }
    }
}
