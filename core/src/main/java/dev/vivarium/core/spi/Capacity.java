package dev.vivarium.core.spi;

import dev.vivarium.core.model.HostResources;

/** What a hypervisor has for its machines. */
public interface Capacity {

    /** As it is now; asked anew at each call. */
    HostResources now();
}
