package dev.vivarium.core.spi;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.ResourceUsage;

/** What machines take of their host. */
public interface Usage {

    /** As it is now; takes a tenth of a second at most, and says nothing of what it could not learn in that time. */
    ResourceUsage of(Machine machine);
}
