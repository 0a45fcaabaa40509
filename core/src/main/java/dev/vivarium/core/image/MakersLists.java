package dev.vivarium.core.image;

import dev.vivarium.core.image.DetachedSignature.Refused;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/**
 * Looks names of the catalogue up in their makers' lists of checksums: first the list's signature is checked, then the list is
 * read. Without a network the checksum that the name had last is used again.
 */
final class MakersLists {
    /** An operation that runs again gets the image that it had. */
    private static final Key<String> RESOLVED = Key.of("image.resolved", String.class);

    private static final int LIST_LIMIT = 1 << 20;

    private final ImageCache cache;
    private final ImageCatalogue catalogue;
    private final WebSource web;
    private final Clock clock;

    MakersLists(ImageCache cache, ImageCatalogue catalogue, WebSource web, Clock clock) {
        this.cache = cache;
        this.catalogue = catalogue;
        this.web = web;
        this.clock = clock;
    }

    /** What is to be fetched. */
    record Listed(URI image, Checksum checksum) {}

    /**
     * The image that the name means today: without a pinned release that is whichever its maker lists last.
     *
     * @throws dev.vivarium.core.model.VivariumException INVALID {@code image.signature} if the list is not its maker's
     */
    Listed lookUp(ImageReference.Named name, Work work) throws IOException {
        CatalogueEntry entry = catalogue.find(name);
        Optional<Checksum> chosen = work.recall(RESOLVED).map(Checksum::parse);
        if (chosen.isPresent()) {
            return new Listed(entry.image(), chosen.get());
        }
        Checksum now = ask(name, entry, work);
        work.remember(RESOLVED, now.toString());
        return new Listed(entry.image(), now);
    }

    private Checksum ask(ImageReference.Named name, CatalogueEntry entry, Work work) throws IOException {
        try {
            work.progress(-1, "asking " + entry.list().getHost() + " for the image's checksum");
            byte[] list = web.small(entry.list(), LIST_LIMIT, work);
            if (entry.signature().isPresent()) {
                check(entry, entry.signature().get(), list, work);
            }
            Checksum listed = entry.checksum(new String(list, StandardCharsets.UTF_8))
                    .orElseThrow(() -> ImageErrors.invalid(
                            "image.unlisted",
                            ImageErrors.shown(entry.list()) + " does not list " + ImageErrors.shown(entry.image())));
            cache.lastListed(name, listed);
            return listed;
        } catch (IOException e) {
            Optional<Checksum> last = cache.lastListed(name);
            if (last.isPresent()) {
                return last.get();
            }
            throw ImageErrors.unavailable(entry.list(), e);
        }
    }

    private void check(CatalogueEntry entry, CatalogueEntry.Signed signed, byte[] list, Work work) throws IOException {
        byte[] signature = web.small(signed.address(), DetachedSignature.LIMIT, work);
        try {
            DetachedSignature.by(signed.key(), signed.fingerprint()).check(list, signature, clock.instant());
        } catch (Refused e) {
            throw ImageErrors.unsigned(entry.list(), String.valueOf(e.getMessage()));
        }
    }
}
