package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.ProcessLock;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;

/**
 * Takes a user's file into the cache by copying it once.
 *
 * <p>The disks of nodes are differences to the image and break when one byte of it changes. The file is the user's, who may
 * boot it, rebuild it or delete it; a hard link would share all of that. So it is copied, holes kept, and digested in the
 * same pass; as long as its size, times and inode stay the same it is neither copied nor read again.
 */
final class LocalImport {
    private static final int BUFFER = 1 << 20;
    private static final int BLOCK = 1 << 16;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK).asReadOnlyBuffer();

    private final ImageCache cache;
    private final Clock clock;

    LocalImport(ImageCache cache, Clock clock) {
        this.cache = cache;
        this.clock = clock;
    }

    /** @param wanted its digest, if it is known */
    DiskSource.ImageFile take(Path file, Optional<Digest> wanted, Work work) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw ImageErrors.missing(file);
        }
        ImageHeader.read(file);
        try (ProcessLock lock = cache.lock("file-" + ImageCache.fingerprint(file), work)) {
            Optional<Digest> known = cache.known(file);
            if (known.isPresent()) {
                Optional<Path> there = cache.find(known.get());
                if (there.isPresent()) {
                    check(file, wanted, known.get());
                    return new DiskSource.ImageFile(there.get(), known.get());
                }
            }
            return copy(file, wanted, work);
        }
    }

    private DiskSource.ImageFile copy(Path file, Optional<Digest> wanted, Work work) throws IOException {
        String before = ImageCache.fingerprint(file);
        boolean settled = ImageCache.isSettled(file, clock.instant());
        Path draft = cache.partial(before + ".copy");
        try {
            Digest digest = copyTo(draft, file, work);
            if (!ImageCache.fingerprint(file).equals(before)) {
                throw ImageErrors.changing(file);
            }
            check(file, wanted, digest);
            // what counts is what was copied, not what was looked at first
            ImageHeader.read(draft);
            Path cached;
            try (ProcessLock lock = cache.lock(digest.hex(), work)) {
                cached = cache.enter(draft, digest);
            }
            if (settled) {
                cache.remember(before, digest);
            }
            return new DiskSource.ImageFile(cached, digest);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void check(Path file, Optional<Digest> wanted, Digest got) {
        if (wanted.isPresent() && !wanted.get().equals(got)) {
            throw ImageErrors.wrongDigest(file, wanted.get(), got);
        }
    }

    private Digest copyTo(Path draft, Path file, Work work) throws IOException {
        Files.deleteIfExists(draft);
        MessageDigest sha = Digest.newSha256();
        Progress progress = new Progress(work, "copying the image");
        try (FileChannel in = FileChannel.open(file);
                FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            progress.total(in.size());
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            long at = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer.clear())) {
                buffer.flip();
                sha.update(buffer.duplicate());
                writeSparse(out, buffer, at);
                at += n;
                progress.at(at);
            }
            padTo(out, at);
        }
        return Digest.finish(sha);
    }

    private static void writeSparse(FileChannel out, ByteBuffer data, long at) throws IOException {
        while (data.hasRemaining()) {
            ByteBuffer block = data.slice(data.position(), Math.min(BLOCK, data.remaining()));
            data.position(data.position() + block.remaining());
            if (block.mismatch(ZEROS.duplicate().limit(block.remaining())) >= 0) {
                long to = at;
                for (ByteBuffer rest = block.duplicate(); rest.hasRemaining(); ) {
                    to += out.write(rest, to);
                }
            }
            at += block.remaining();
        }
    }

    /** A hole at the end is not there until something is written behind it. */
    private static void padTo(FileChannel out, long size) throws IOException {
        if (size > 0 && out.size() < size) {
            out.write(ByteBuffer.allocate(1), size - 1);
        }
    }
}
