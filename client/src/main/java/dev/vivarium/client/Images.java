package dev.vivarium.client;

import dev.vivarium.client.model.Image;
import dev.vivarium.client.model.ImageRequest;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.Page;
import java.util.List;

/** Disk images. */
public final class Images {
    private final Requests requests;

    Images(Requests requests) {
        this.requests = requests;
    }

    /** Those at hand. */
    public List<Image> list() {
        Page<Image> all = requests.send(Call.get("/v1/images").answersPageOf(Image.class));
        return all.items();
    }

    /** Fetches an image before a node needs it. */
    public Operation pull(ImageRequest request) {
        return requests.send(Call.keyed("POST", "/v1/images").json(request).answers(Operation.class));
    }

    /** Removes an image that no node stands on. */
    public void delete(String digest) {
        requests.sendOnly(Call.keyed("DELETE", "/v1/images/{}", digest));
    }
}
