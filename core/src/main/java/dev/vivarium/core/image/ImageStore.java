package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.net.AddressPolicy;
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
 * Turns an image reference into a file that nobody changes, in a cache that processes and installations may share.
 *
 * <ul>
 *   <li>A file of the user's is copied into the cache once (see {@link LocalImport} for why), and known again by its name,
 *       size, times and inode.
 *   <li>A download goes on where an earlier one stopped, and enters the cache only with the right digest.
 *   <li>A name is first one that the user gave an image. Otherwise it is looked up in its maker's list of checksums, whose
 *       signature is checked where the maker gives one. Without a network the checksum that the name had last is used
 *       again. One operation always gets the same image, also when it is run again.
 * </ul>
 *
 * Only whole disks in qcow2 or raw form are taken; one that leads to other files of this host, or lies about itself, is
 * refused. An image whose {@link Leases lease} somebody holds is never removed.
 */
public final class ImageStore {
    private final Path directory;
    private final ImageCache cache;
    private final ImageCatalogue catalogue;
    private final HttpClient client;
    private final MakersLists lists;
    private final Downloader downloader;
    private final LocalImport imports;
    private final ImageShelf shelf;
    private final WebSource web;

    /** @param directory the cache; made if missing */
    public ImageStore(Path directory) {
        this(directory, DownloadLimits.DEFAULT);
    }

    /** @param directory the cache; made if missing */
    public ImageStore(Path directory, DownloadLimits limits) {
        this(directory, limits, ImageCatalogue.builtIn(), WebSource.standardClient(), Clock.systemUTC());
    }

    ImageStore(Path directory, DownloadLimits limits, ImageCatalogue catalogue, HttpClient client, Clock clock) {
        this.web = new WebSource(client, limits.inactivity());
        this.directory = directory;
        this.cache = new ImageCache(directory);
        this.catalogue = catalogue;
        this.client = client;
        this.lists = new MakersLists(cache, catalogue, web, clock);
        this.downloader = new Downloader(cache, web, limits);
        this.imports = new LocalImport(cache, clock);
        this.shelf = new ImageShelf(directory, clock);
    }

    /** From now on images come from hosts at allowed addresses only, also by way of a redirect. */
    public void allow(AddressPolicy hosts) {
        web.allow(hosts);
    }

    /** What is here, who needs it, and how it leaves. */
    public ImageShelf shelf() {
        return shelf;
    }

    /**
     * Finds or fetches the image for somebody who needs it from now on: nobody can remove it before they release it.
     *
     * @throws VivariumException as {@link #resolve(ImageReference, Work)}
     */
    public DiskSource resolve(ImageReference reference, Leases.Holder holder, Work work) {
        while (true) {
            DiskSource disk = resolve(reference, work);
            if (!(disk instanceof DiskSource.ImageFile image) || shelf.lease(image, holder, work)) {
                return disk;
            }
        }
    }

    /**
     * Finds or fetches the image.
     *
     * @throws VivariumException NOT_FOUND {@code image.missing}, {@code image.unknown}; INVALID {@code image.digest},
     *     {@code image.signature}, {@code image.format}, {@code image.hostile}, {@code image.insecure}, {@code
     *     image.too-large}; DENIED {@code image.denied}; UNAVAILABLE {@code image.unavailable}; CAPACITY {@code
     *     image.space}; CONFLICT {@code image.changing}; CANCELLED
     */
    public DiskSource resolve(ImageReference reference, Work work) {
        if (reference instanceof ImageReference.Template template) {
            return new DiskSource.Template(template.name());
        }
        return checked(() -> {
            DiskSource.ImageFile image = file(reference, work);
            shelf.used(image.digest(), reference.toString());
            return image;
        });
    }

    /**
     * Copies a file into the cache, for sites without a network.
     *
     * @param name what it is called from now on, also where the catalogue knows that name otherwise; may be empty
     * @param wanted its digest, if it is known
     * @throws VivariumException as {@link #resolve(ImageReference, Work)}
     */
    public DiskSource.ImageFile take(
            Path file, Optional<ImageReference.Named> name, Optional<Digest> wanted, Work work) {
        return checked(() -> {
            DiskSource.ImageFile image = imports.take(file, wanted, work);
            shelf.used(image.digest(), "file:" + file);
            name.ifPresent(n -> shelf.call(n, image.digest()));
            return image;
        });
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
            return shelf.called(named).filter(this::isHere).isPresent()
                    || answers(catalogue.find(named).list(), within);
        }
        return true;
    }

    private DiskSource.ImageFile file(ImageReference reference, Work work) throws IOException {
        if (reference instanceof ImageReference.LocalFile local) {
            return imports.take(local.file(), Optional.empty(), work);
        } else if (reference instanceof ImageReference.Download download) {
            return downloader.fetch(download.address(), Checksum.of(download.digest()), work);
        }
        ImageReference.Named named = (ImageReference.Named) reference;
        Optional<Digest> own = shelf.called(named);
        if (own.isPresent()) {
            return new DiskSource.ImageFile(
                    cache.find(own.get()).orElseThrow(() -> ImageErrors.notHere(named.name())), own.get());
        }
        MakersLists.Listed listed = lists.lookUp(named, work);
        return downloader.fetch(listed.image(), listed.checksum(), work);
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

    /** What may fail with an {@link IOException}. */
    private interface Action {
        DiskSource.ImageFile run() throws IOException;
    }

    private DiskSource.ImageFile checked(Action action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw ImageErrors.disk(directory, e);
        } catch (UncheckedIOException e) {
            throw ImageErrors.disk(directory, new IOException(e.getMessage(), e));
        }
    }
}
