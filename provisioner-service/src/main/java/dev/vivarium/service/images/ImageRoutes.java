package dev.vivarium.service.images;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.image.StoredImage;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.operations.StoredOperations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Disk images over HTTP. */
public final class ImageRoutes {
    private final Vivarium vivarium;
    private final StoredOperations operations;
    private final AddressPolicy policy;

    /**
     * Of this installation.
     *
     * @param policy where images may come from
     */
    public ImageRoutes(Vivarium vivarium, StoredOperations operations, AddressPolicy policy) {
        this.vivarium = vivarium;
        this.operations = operations;
        this.policy = policy;
    }

    record Items<T>(List<T> items) {}

    record ImageBody(
            String digest,
            long sizeBytes,
            List<String> names,
            List<String> origins,
            List<String> usedBy,
            Optional<Instant> lastUsedAt) {
        static ImageBody of(StoredImage image) {
            return new ImageBody(
                    image.digest().toString(),
                    image.bytes(),
                    image.names(),
                    image.origins(),
                    image.users().stream().map(Leases.Holder::text).toList(),
                    Optional.of(image.lastUse()));
        }
    }

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on(
                        "listImages",
                        request -> Reply.ok(new Items<>(vivarium.images().list().stream()
                                .map(ImageBody::of)
                                .toList())))
                .change("pullImage", this::pull)
                .change("deleteImage", this::delete);
    }

    /** Refuses an image that may not be fetched from where it says. */
    public void refuseForeign(String reference) {
        try {
            if (ImageReference.parse(reference) instanceof ImageReference.Download download
                    && download.address().getHost() != null) {
                policy.resolve(download.address().getHost());
            }
        } catch (IllegalArgumentException e) {
            // what is wrong with it is said where it is read
        }
    }

    record PullBody(String reference) {}

    private Change pull(Request request) {
        String reference = request.body(PullBody.class).reference();
        refuseForeign(reference);
        try {
            ImageReference image = ImageReference.parse(reference);
            if (image instanceof ImageReference.Template) {
                throw Refusal.badRequest(
                        "image.template", "a template is the hypervisor's own; there is nothing to fetch");
            }
            return () -> operations.accepted(vivarium.pull(image));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("image.reference", String.valueOf(e.getMessage()));
        }
    }

    private Change delete(Request request) {
        Digest digest = request.path("digest", Digest::parse);
        vivarium.images().remove(digest.toString(), new ShortWork());
        return Reply::noContent;
    }
}
