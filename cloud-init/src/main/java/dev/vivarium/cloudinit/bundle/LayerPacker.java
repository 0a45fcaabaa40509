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
 * @param encoding of every slice; but large files that do not compress are {@link Encoding#RAW} in any case
 * @param sliceBytes what a slice holds before it is encoded
 * @param workers threads that compress; the medium does not depend on their number
 */
record LayerPacker(Encoding encoding, long sliceBytes, int workers) {
    private static final int LARGE_PART = 16;
    private static final String DRAFT_LABEL = "VIVARIUM";

    /** Compresses with half of the processors, but no more than 4: the rest is bound by the disk. */
    static LayerPacker standard() {
        int workers = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        return new LayerPacker(Encoding.ZSTD, SliceStream.SLICE_BYTES, workers);
    }

    /** Large files that do not compress are stored as they are: the guest then has nothing to decode. */
    private final class Choice implements TarStream.Listener {
        private final LayerSource source;
        private final SliceStream slices;
        private Encoding present = encoding;

        Choice(LayerSource source, SliceStream slices) {
            this.source = source;
            this.slices = slices;
        }

        @Override
        public boolean wants(SourceEntry entry) {
            return encoding == Encoding.ZSTD
                    && (entry.size() >= large() || present == Encoding.RAW && entry.size() > 0);
        }

        @Override
        public void next(SourceEntry entry) throws IOException {
            boolean raw = entry.size() >= large()
                    && !Compressibility.isWorthwhile(source.root().resolve(entry.path()), entry.size());
            present = raw ? Encoding.RAW : Encoding.ZSTD;
            slices.encode(present);
        }

        /** So large that slices of its own do not make many small ones. */
        private long large() {
            return sliceBytes / LARGE_PART;
        }
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
                TarStream.write(source, slices, new Choice(source, slices), read);
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
