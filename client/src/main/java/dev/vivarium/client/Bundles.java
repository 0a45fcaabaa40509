package dev.vivarium.client;

import dev.vivarium.client.model.Bundle;
import dev.vivarium.client.model.BundleRequest;
import java.util.UUID;

/** Bundles that were registered or uploaded. */
public final class Bundles {
    private final Requests requests;

    Bundles(Requests requests) {
        this.requests = requests;
    }

    /** All of them. */
    public Listing<Bundle> list() {
        return new Listing<>(requests, () -> Call.get("/v1/bundles").answersPageOf(Bundle.class));
    }

    /** Makes a directory of the service's host, or an archive at an address, known as a bundle. */
    public Bundle register(BundleRequest request) {
        return requests.send(Call.keyed("POST", "/v1/bundles").json(request).answers(Bundle.class));
    }

    /** A bundle. */
    public Bundle get(UUID bundle) {
        return requests.send(Call.get("/v1/bundles/{}", bundle).answers(Bundle.class));
    }

    /** Forgets a bundle that no node uses; what was uploaded is removed, a registered directory stays. */
    public void delete(UUID bundle) {
        requests.sendOnly(Call.keyed("DELETE", "/v1/bundles/{}", bundle));
    }
}
