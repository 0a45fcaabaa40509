package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Fetches an image before a node needs it: the only operation on no node. Pulls of one image come one after the other. */
public final class PullImage implements Recipe<PullImage.Request, Digest> {
    /** Under which the digest of what was fetched is kept. */
    public static final Key<Digest> FETCHED = Key.of("pull.fetched", Digest.class);

    private final Installation installation;

    /** Into the cache of this installation. */
    public PullImage(Installation installation) {
        this.installation = installation;
    }

    /**
     * Which one.
     *
     * @param image where it is, or what it is called
     */
    public record Request(ImageReference image) {

        /** Stands in the journal where other operations have their node. */
        public NodeId place() {
            return new NodeId(UUID.nameUUIDFromBytes(("image:" + image).getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public String kind() {
        return "pull";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(Step.of(
                "fetch",
                "fetching the image",
                (q, c) -> c.share(
                        FETCHED, new Images(installation).pull(q.image(), c).digest())));
    }

    @Override
    public Digest result(Request request, StepContext context) {
        return context.shared(FETCHED).orElseThrow();
    }

    /** There is no node that could be in another state now. */
    @Override
    public void failed(Request request, StepContext context, VivariumException failure, boolean undone) {}

    @Override
    public String wayOut(Request request, StepContext context) {
        return "Pull it again";
    }
}
