package dev.vivarium.cli.service;

import dev.vivarium.cli.nodes.HeldImage;
import dev.vivarium.cli.nodes.LocalWork;
import dev.vivarium.cli.nodes.Task;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Image;
import dev.vivarium.client.model.ImageRequest;
import dev.vivarium.client.model.Operation;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The disk images that a service has. */
final class ServiceImages {
    private static final int SHORTEST_DIGEST = 6;

    private final VivariumClient client;

    ServiceImages(VivariumClient client) {
        this.client = client;
    }

    List<HeldImage> list() {
        return Answered.by(
                () -> client.images().list().stream().map(ServiceImages::held).toList());
    }

    Task<HeldImage> pull(ImageReference reference) {
        Operation begun = Answered.by(() -> client.images().pull(new ImageRequest(reference.toString())));
        return new ServiceTask<>(
                client,
                begun,
                ended -> one(
                        i -> ended.result().flatMap(Operation.Result::image).equals(Optional.of(i.digest())),
                        reference.toString()));
    }

    Task<HeldImage> remove(String text) {
        return new LocalWork<>("rm", "removing " + text, Clock.systemUTC(), work -> {
            HeldImage image = one(i -> isMeant(i, text), text);
            Answered.by(() -> {
                client.images().delete(image.digest().toString());
                return image;
            });
            return image;
        });
    }

    private static boolean isMeant(Image image, String text) {
        String hex = image.digest().replace("sha256:", "");
        String start = text.replace("sha256:", "");
        return image.names().contains(text)
                || image.origins().contains(text)
                || start.length() >= SHORTEST_DIGEST && hex.startsWith(start);
    }

    private HeldImage one(Predicate<Image> which, String text) {
        List<Image> found =
                Answered.by(() -> client.images().list().stream().filter(which).toList());
        if (found.size() != 1) {
            throw new VivariumException(
                    found.isEmpty() ? Kind.NOT_FOUND : Kind.INVALID,
                    found.isEmpty() ? "image.unknown" : "image.ambiguous",
                    (found.isEmpty() ? "there is no image '" : "there is more than one image '") + text
                            + "'; 'vivarium image ls' lists them");
        }
        return held(found.get(0));
    }

    private static HeldImage held(Image i) {
        return new HeldImage(
                Digest.parse(i.digest()),
                i.names(),
                i.origins(),
                i.sizeBytes(),
                i.lastUsedAt(),
                i.usedBy(),
                Optional.empty());
    }
}
