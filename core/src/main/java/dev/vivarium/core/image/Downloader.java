package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.image.WebSource.Reply;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Fetches an image into the cache: goes on where an earlier try stopped, and lets nothing in whose digest is wrong. */
final class Downloader {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");

    private final ImageCache cache;
    private final WebSource web;
    private final DownloadLimits limits;

    Downloader(ImageCache cache, WebSource web, DownloadLimits limits) {
        this.cache = cache;
        this.web = web;
        this.limits = limits;
    }

    DiskSource.ImageFile fetch(ImageReference.Download wanted, Work work) throws IOException {
        WebSource.requireSecure(wanted.address());
        Digest digest = wanted.digest();
        try (CacheLock lock = cache.lock(digest.hex(), work)) {
            Optional<Path> there = cache.find(digest);
            if (there.isPresent()) {
                return new DiskSource.ImageFile(there.get(), digest);
            }
            Path part = cache.partial(digest.hex() + ".part");
            boolean resumed = size(part) > 0;
            Digest got = complete(wanted.address(), digest, part, work);
            if (!got.equals(digest) && resumed) {
                // the old part may be of an older image, or torn by a power cut
                Files.deleteIfExists(part);
                got = complete(wanted.address(), digest, part, work);
            }
            if (!got.equals(digest)) {
                Files.deleteIfExists(part);
                throw ImageErrors.wrongDigest(wanted.address(), digest, got);
            }
            return new DiskSource.ImageFile(enter(part, digest), digest);
        }
    }

    private Path enter(Path part, Digest digest) throws IOException {
        try {
            ImageHeader.read(part);
        } catch (VivariumException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        return cache.enter(part, digest);
    }

    /** Tries until all of it is there; what came is kept when it gives up. */
    private Digest complete(URI address, Digest digest, Path part, Work work) throws IOException {
        long best = size(part);
        int barren = 0;
        while (true) {
            try {
                transfer(address, digest, part, work);
                work.progress(-1, "checking the image");
                return Digest.ofFile(part);
            } catch (IOException e) {
                if (ImageErrors.isOfTheDisk(e)) {
                    throw e;
                }
                long now = size(part);
                barren = now > best ? 0 : barren + 1;
                best = Math.max(best, now);
                if (barren >= limits.attempts() || e instanceof SSLException) {
                    throw ImageErrors.unavailable(address, e);
                }
                work.progress(-1, "the image broke off at " + Progress.size(now) + ", trying again");
                work.pause(Duration.ofSeconds(1L << Math.min(barren, 4)));
            }
        }
    }

    /** One request; on return the server has given all that it wanted to give. */
    private void transfer(URI address, Digest digest, Path part, Work work) throws IOException {
        long from = size(part);
        try (Reply reply = web.get(address, from, work)) {
            switch (reply.status()) {
                case 200 -> receive(reply, part, 0, length(reply.header("content-length")), work);
                case 206 -> {
                    Matcher range = CONTENT_RANGE.matcher(reply.header("content-range"));
                    if (!range.matches() || Long.parseLong(range.group(1)) != from) {
                        Files.delete(part);
                        throw new IOException("the server resumed at another place");
                    }
                    receive(reply, part, from, range.group(2).equals("*") ? -1 : length(range.group(2)), work);
                }
                case 416 -> {
                    // nothing is left to give: it was complete, or of another image
                    if (from == 0 || !Digest.ofFile(part).equals(digest)) {
                        Files.deleteIfExists(part);
                        throw new IOException("the server has less than we had");
                    }
                }
                case 429, 500, 502, 503, 504 -> throw new IOException("HTTP " + reply.status());
                default -> throw ImageErrors.status(address, reply.status());
            }
        }
    }

    private void receive(Reply reply, Path part, long from, long total, Work work) throws IOException {
        checkSize(reply.address(), part, total);
        cache.checkSpace(total - from);
        Progress progress = new Progress(work, "fetching the image");
        progress.total(total);
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(from);
            long at = from;
            for (ByteBuffer piece = web.next(reply, work); piece != null; piece = web.next(reply, work)) {
                at += piece.remaining();
                checkSize(reply.address(), part, at);
                out.position(at - piece.remaining());
                while (piece.hasRemaining()) {
                    out.write(piece);
                }
                progress.at(at);
            }
            if (total >= 0 && at != total) {
                throw new IOException("it ended after " + at + " of " + total + " bytes");
            }
            out.force(true);
        }
    }

    private void checkSize(URI address, Path part, long size) throws IOException {
        if (size > limits.maxBytes()) {
            Files.deleteIfExists(part);
            throw ImageErrors.tooLarge(address, limits.maxBytes());
        }
    }

    private static long length(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static long size(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }
}
