package dev.vivarium.cloudinit.bundle;

import com.github.luben.zstd.ZstdOutputStream;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.LayerDocument.Encoding;
import dev.vivarium.cloudinit.bundle.LayerDocument.Slice;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into slices, each encoded by itself, hashed and written to a file of the medium. A slice holds so little that
 * its file stays far below the 4 GiB that ISO 9660 allows, and the guest can tell how far it has come.
 */
final class SliceStream extends OutputStream {
    /** What a slice holds before it is encoded. */
    static final long SLICE_BYTES = 256L << 20;

    private static final int LEVEL = 3;

    /** Opens a file of the medium. */
    interface Files {
        OutputStream open(String name) throws IOException;
    }

    private final Files files;
    private Encoding encoding;
    private final long sliceBytes;
    private final int workers;
    private final List<Slice> slices = new ArrayList<>();
    private @Nullable Measured measured;
    private @Nullable OutputStream encoder;
    private long inSlice;

    SliceStream(Files files, Encoding encoding, long sliceBytes, int workers) {
        this.files = files;
        this.encoding = encoding;
        this.sliceBytes = sliceBytes;
        this.workers = workers;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int n = (int) Math.min(left, sliceBytes - inSlice);
            encoder().write(bytes, from, n);
            inSlice += n;
            from += n;
            left -= n;
            if (inSlice == sliceBytes) {
                finishSlice();
            }
        }
    }

    /** From here on slices are encoded so: what was written of the present one becomes a slice, if that is of another kind. */
    void encode(Encoding wanted) throws IOException {
        if (wanted != encoding) {
            finishSlice();
            encoding = wanted;
        }
    }

    /** The slices written; complete after {@link #close()}. */
    List<Slice> slices() {
        return List.copyOf(slices);
    }

    @Override
    public void close() throws IOException {
        finishSlice();
    }

    private OutputStream encoder() throws IOException {
        if (encoder == null) {
            measured = new Measured(files.open(name()));
            encoder = encoding == Encoding.RAW ? measured : zstd(measured);
        }
        return encoder;
    }

    private OutputStream zstd(OutputStream out) throws IOException {
        // With one worker or more the result does not depend on their number.
        return new ZstdOutputStream(out, LEVEL).setWorkers(workers).setChecksum(false);
    }

    private void finishSlice() throws IOException {
        if (encoder != null && measured != null) {
            encoder.close();
            slices.add(new Slice(name(), encoding, measured.bytes, inSlice, Digest.finish(measured.sha)));
            encoder = null;
            measured = null;
            inSlice = 0;
        }
    }

    private String name() {
        return String.format(Locale.ROOT, "slice-%04d", slices.size());
    }

    /** Counts and hashes what passes. */
    private static final class Measured extends FilterOutputStream {
        private final MessageDigest sha = Digest.newSha256();
        private long bytes;

        Measured(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            out.write(b, offset, length);
            sha.update(b, offset, length);
            bytes += length;
        }
    }
}
