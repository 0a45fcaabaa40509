package dev.vivarium.proxmox.api;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The cluster's servers. All ask the one that answered last, until it does not. */
final class Endpoints {
    private final List<URI> all;
    private final AtomicInteger current = new AtomicInteger();

    Endpoints(List<URI> all) {
        this.all = all;
    }

    int count() {
        return all.size();
    }

    URI current() {
        return all.get(current.get());
    }

    /** From now on the next one, unless somebody else has moved on already. */
    void leave(URI failed) {
        int index = all.indexOf(failed);
        current.compareAndSet(index, (index + 1) % all.size());
    }
}
