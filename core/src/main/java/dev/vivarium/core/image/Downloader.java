package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.image.WebSource.Reply;
import dev.vivarium.core.journal.ProcessLock;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
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

    /** The image at this address, if it has this checksum; from the cache where it is there. */
    DiskSource.ImageFile fetch(URI address, Checksum wanted, Work work) throws IOException {
        WebSource.requireSecure(address);
        try (ProcessLock lock = cache.lock(wanted.hex(), work)) {
            Optional<DiskSource.ImageFile> there = cache.find(wanted);
            if (there.isPresent()) {
                return there.get();
            }
            PartFile part = cache.part(wanted.hex());
            boolean resumed = part.size() > 0;
            FileSums got = complete(address, wanted, part, work);
            if (!got.fits(wanted) && resumed) {
                // the old part may be of an older image, or torn by a power cut
                part.delete();
                got = complete(address, wanted, part, work);
            }
            if (!got.fits(wanted)) {
                part.delete();
                throw ImageErrors.wrongDigest(address, wanted, got.other());
            }
            return enter(part, wanted, got.digest());
        }
    }

    private DiskSource.ImageFile enter(PartFile part, Checksum wanted, Digest digest) throws IOException {
        try {
            ImageHeader.read(part.file());
        } catch (VivariumException e) {
            part.delete();
            throw e;
        }
        Path file = cache.enter(part.file(), digest);
        part.delete();
        cache.alsoKnownAs(wanted, digest);
        return new DiskSource.ImageFile(file, digest);
    }

    /** Tries until all of it is there; what came is kept when it gives up. */
    private FileSums complete(URI address, Checksum wanted, PartFile part, Work work) throws IOException {
        long best = part.size();
        int barren = 0;
        while (true) {
            try {
                transfer(address, wanted, part, work);
                work.progress(-1, "checking the image");
                return FileSums.of(part.file(), wanted.algorithm());
            } catch (IOException e) {
                if (ImageErrors.isOfTheDisk(e)) {
                    throw e;
                }
                long now = part.size();
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
    private void transfer(URI address, Checksum wanted, PartFile part, Work work) throws IOException {
        long from = part.size();
        try (Reply reply = web.get(address, from, from > 0 ? part.validator() : "", work)) {
            switch (reply.status()) {
                case 200 -> {
                    part.begin(validator(reply));
                    receive(reply, part, 0, length(reply.header("content-length")), work);
                }
                case 206 -> {
                    Matcher range = CONTENT_RANGE.matcher(reply.header("content-range"));
                    if (!range.matches() || Long.parseLong(range.group(1)) != from) {
                        part.delete();
                        throw new IOException("the server resumed at another place");
                    }
                    receive(reply, part, from, range.group(2).equals("*") ? -1 : length(range.group(2)), work);
                }
                case 416 -> {
                    // nothing is left to give: it was complete, or of another image
                    if (from == 0
                            || !FileSums.of(part.file(), wanted.algorithm()).fits(wanted)) {
                        part.delete();
                        throw new IOException("the server has less than we had");
                    }
                }
                case 429, 500, 502, 503, 504 -> throw new IOException("HTTP " + reply.status());
                default -> throw ImageErrors.status(address, reply.status());
            }
        }
    }

    /** What tells this version of the file from others; a weak one does not promise the same bytes. */
    private static String validator(Reply reply) {
        String tag = reply.header("etag");
        return tag.startsWith("\"") && tag.length() <= 256 ? tag : "";
    }

    private void receive(Reply reply, PartFile part, long from, long total, Work work) throws IOException {
        checkSize(reply.address(), part, total);
        cache.checkSpace(total - from);
        Progress progress = new Progress(work, "fetching the image");
        progress.total(total);
        try (FileChannel out = part.open()) {
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

    private void checkSize(URI address, PartFile part, long size) {
        if (size > limits.maxBytes()) {
            part.delete();
            throw ImageErrors.tooLarge(address, limits.maxBytes());
        }
    }

    private static long length(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }
}
