package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.SourceEntry.Kind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a layer as one tar stream that depends on nothing but names, contents, links and execute bits. */
final class TarStream {
    private static final FileTime MTIME = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    private static final int PLAIN = 0644;
    private static final int EXECUTABLE = 0755;

    private static final int BUFFER = 1 << 18;

    private TarStream() {}

    /** Hears of entries. */
    interface Listener {
        /** True if it would hear of this one: entries that it passes over cost nothing. */
        boolean wants(SourceEntry entry);

        /** This one comes next. */
        void next(SourceEntry entry) throws IOException;
    }

    /**
     * @param out gets the stream; not closed
     * @param before told of each entry before it is written; what precedes it has then reached {@code out}
     * @param read told the number of content bytes after each piece
     * @throws InputException if a file is no longer what the scan saw
     */
    static void write(LayerSource source, OutputStream out, Listener before, LongConsumer read) throws IOException {
        // the tar stream writes 512 bytes at a time
        BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(buffered, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        byte[] buffer = new byte[BUFFER];
        for (SourceEntry entry : source.entries()) {
            if (before.wants(entry)) {
                buffered.flush();
                before.next(entry);
            }
            tar.putArchiveEntry(header(entry));
            if (entry.kind() == Kind.FILE) {
                copy(source.root().resolve(entry.path()), entry.size(), tar, buffer, read);
            }
            tar.closeArchiveEntry();
        }
        tar.finish();
        buffered.flush();
    }

    private static TarArchiveEntry header(SourceEntry entry) {
        TarArchiveEntry header = switch (entry.kind()) {
            case DIRECTORY -> new TarArchiveEntry(entry.path() + "/", TarConstants.LF_DIR);
            case FILE -> new TarArchiveEntry(entry.path(), TarConstants.LF_NORMAL);
            case LINK -> new TarArchiveEntry(entry.path(), TarConstants.LF_SYMLINK);
        };
        header.setLinkName(entry.target());
        header.setSize(entry.size());
        header.setMode(entry.kind() == Kind.DIRECTORY || entry.executable() ? EXECUTABLE : PLAIN);
        header.setLastModifiedTime(MTIME);
        header.setIds(0, 0);
        header.setNames("root", "root");
        return header;
    }

    /** Opened without following links: the scan saw a file, and a link put in its place since must not be read. */
    private static void copy(Path file, long size, OutputStream out, byte[] buffer, LongConsumer read)
            throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            long left = size;
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw changed(file);
                }
                out.write(buffer, 0, n);
                left -= n;
                read.accept(n);
            }
            if (in.read() >= 0) {
                throw changed(file);
            }
        }
    }

    static InputException changed(Path file) {
        return new InputException(
                file.toString(), 0, "changed while it was packed; try again when nothing writes to it");
    }
}
