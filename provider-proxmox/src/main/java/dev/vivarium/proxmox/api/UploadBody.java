package dev.vivarium.proxmox.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A file as the server's own parser wants it: one part named {@code filename}, Content-Disposition first, the boundary without
 * quotes, the length said exactly. Streamed from disk; never more than a piece is in memory.
 */
final class UploadBody {
    private static final int PIECE = 256 << 10;
    private static final long SHOWN_EACH = 8L << 20;

    private final Path file;
    private final long size;
    private final Work work;
    private final String what;
    private final String boundary;
    private final byte[] head;
    private final byte[] foot;

    UploadBody(Path file, String name, Work work, RandomGenerator random) throws IOException {
        this.file = file;
        this.size = Files.size(file);
        this.work = work;
        this.what = "uploading " + name;
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        this.boundary = "vivarium" + HexFormat.of().formatHex(bytes);
        this.head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.foot = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    long length() {
        return head.length + size + foot.length;
    }

    /** @throws Stopped if the file shrank or the work was cancelled */
    void writeTo(OutputStream out) throws IOException {
        out.write(head);
        writeFile(out);
        out.write(foot);
    }

    private void writeFile(OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        long done = 0;
        long shown = 0;
        try (InputStream in = Files.newInputStream(file)) {
            while (done < size) {
                int count = in.read(piece, 0, (int) Math.min(piece.length, size - done));
                if (count < 0) {
                    throw shrunk();
                }
                out.write(piece, 0, count);
                done += count;
                if (done - shown >= SHOWN_EACH || done == size) {
                    shown = done;
                    tell((double) done / size);
                }
            }
        }
    }

    private Stopped shrunk() {
        return new Stopped(new VivariumException(
                Kind.INVALID,
                "proxmox.file",
                "the file " + file + " became shorter while it was sent; leave it alone and try again"));
    }

    private void tell(double fraction) throws Stopped {
        try {
            work.checkCancelled();
            work.progress(fraction, what);
        } catch (VivariumException e) {
            throw new Stopped(e);
        }
    }

    /** Our own failure, not the connection's. */
    static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;

        private final VivariumException why;

        Stopped(VivariumException why) {
            super(why.getMessage(), why);
            this.why = why;
        }

        VivariumException why() {
            return why;
        }
    }
}
