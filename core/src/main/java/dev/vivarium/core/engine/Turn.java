package dev.vivarium.core.engine;

import java.util.List;

/** What came of an operation's turn to run. */
public sealed interface Turn {

    /**
     * It has ended, whichever way, now or before.
     *
     * @param frees the lines in which others may have waited for it; see {@link Later}
     */
    record Ended(List<String> frees) implements Turn {
        public Ended {
            frees = List.copyOf(frees);
        }
    }

    /**
     * It could not run, or not to its end; run it again.
     *
     * @param line what it waits for: its node (by id), or its hypervisor (by name); empty if nothing here can tell when
     */
    record Later(String line) implements Turn {}
}
