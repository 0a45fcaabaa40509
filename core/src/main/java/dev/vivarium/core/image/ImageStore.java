package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.image.ImageCatalogue.Entry;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns an image reference into a file that nobody changes, in a cache that processes may share.
 *
 * <ul>
 *   <li>A file of the user's is copied into the cache once (see {@link LocalImport} for why), and known again by its name,
 *       size, times and inode.
 *   <li>A download goes on where an earlier one stopped, and enters the cache only with the right digest.
 *   <li>A name of the catalogue is looked up in its maker's {@code SHA256SUMS}. That list is trusted because it comes over
 *       HTTPS from the maker's own site; its signature is not checked yet. Without a network the digest that the name had
 *       last is used again. One operation always gets the same image, also when it is run again.
 * </ul>
 *
 * Only whole disks in qcow2 or raw form are taken; one that leads to other files of this host is refused.
 */
public final class ImageStore {
    private static final Key<String> RESOLVED = Key.of("image.resolved", String.class);
    private static final int SUMS_LIMIT = 1 << 20;

    private final Path directory;
    private final ImageCache cache;
    private final ImageCatalogue catalogue;
    private final WebSource web;
    private final HttpClient client;
    private final Downloader downloader;
    private final LocalImport imports;

    /** @param directory the cache; made if missing */
    public ImageStore(Path directory) {
        this(directory, DownloadLimits.DEFAULT);
    }

    /** @param directory the cache; made if missing */
    public ImageStore(Path directory, DownloadLimits limits) {
        this(directory, limits, ImageCatalogue.builtIn(), WebSource.standardClient());
    }

    ImageStore(Path directory, DownloadLimits limits, ImageCatalogue catalogue, HttpClient client) {
        this.directory = directory;
        this.cache = new ImageCache(directory);
        this.catalogue = catalogue;
        this.client = client;
        this.web = new WebSource(client, limits.inactivity());
        this.downloader = new Downloader(cache, web, limits);
        this.imports = new LocalImport(cache, Clock.systemUTC());
    }

    /**
     * Finds or fetches the image.
     *
     * @throws VivariumException NOT_FOUND {@code image.missing}, {@code image.unknown}; INVALID {@code image.digest},
     *     {@code image.format}, {@code image.hostile}, {@code image.insecure}, {@code image.too-large}; DENIED {@code
     *     image.denied}; UNAVAILABLE {@code image.unavailable}; CAPACITY {@code image.space}; CONFLICT {@code
     *     image.changing}; CANCELLED
     */
    public DiskSource resolve(ImageReference reference, Work work) {
        try {
            if (reference instanceof ImageReference.Template template) {
                return new DiskSource.Template(template.name());
            } else if (reference instanceof ImageReference.LocalFile local) {
                return imports.take(local.file(), work);
            } else if (reference instanceof ImageReference.Download download) {
                return downloader.fetch(download, work);
            }
            return downloader.fetch(lookUp((ImageReference.Named) reference, work), work);
        } catch (IOException e) {
            throw ImageErrors.disk(directory, e);
        } catch (UncheckedIOException e) {
            throw ImageErrors.disk(directory, new IOException(e.getMessage(), e));
        }
    }

    /**
     * True if the image is at hand, or its site answers within this time. Fetches nothing.
     *
     * @throws VivariumException NOT_FOUND {@code image.unknown} if the catalogue does not have the name
     */
    public boolean reachable(ImageReference reference, Duration within) {
        if (reference instanceof ImageReference.LocalFile local) {
            return Files.isReadable(local.file());
        } else if (reference instanceof ImageReference.Download download) {
            return isHere(download.digest()) || answers(download.address(), within);
        } else if (reference instanceof ImageReference.Named named) {
            return answers(catalogue.find(named.name()).sums(), within);
        }
        return true;
    }

    private ImageReference.Download lookUp(ImageReference.Named named, Work work) throws IOException {
        Entry entry = catalogue.find(named.name());
        Optional<Digest> chosen = work.recall(RESOLVED).map(Digest::parse);
        Digest digest = chosen.isPresent() ? chosen.get() : newest(named, entry, work);
        if (chosen.isEmpty()) {
            work.remember(RESOLVED, digest.toString());
        }
        return new ImageReference.Download(entry.image(), digest);
    }

    private Digest newest(ImageReference.Named named, Entry entry, Work work) throws IOException {
        Path last = directory.resolve("known").resolve("name-" + named.name());
        try {
            String sums = web.text(entry.sums(), SUMS_LIMIT, work);
            Digest digest = entry.digest(sums)
                    .orElseThrow(() -> ImageErrors.invalid(
                            "image.unlisted", ImageErrors.shown(entry.sums()) + " does not list " + entry.file()));
            DurableFiles.replace(last, digest + "\n");
            return digest;
        } catch (IOException e) {
            if (Files.isRegularFile(last)) {
                return Digest.parse(Files.readString(last).strip());
            }
            throw ImageErrors.unavailable(entry.sums(), e);
        }
    }

    private boolean isHere(Digest digest) {
        try {
            return cache.find(digest).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(URI address, Duration within) {
        try {
            return new WebSource(client, within).answers(address);
        } catch (IOException e) {
            return false;
        }
    }
}
