package dev.vivarium.testkit.contract;

import dev.vivarium.core.spi.Hypervisor;
import java.util.function.BooleanSupplier;

/** What can go wrong between a provider and its server, at each point before and after each of its calls. */
public enum Trouble {
    /** Our process dies. */
    DIES,
    /** Before the effect the server fails; after it, its answer is lost. */
    FAILS,
    /** It never answers: the call ends because it is cancelled, or because nothing moves. */
    HANGS,
    /** A read says what was true before the last change. */
    STALE;

    /**
     * A connection on which trouble waits.
     *
     * @param hypervisor the connection; whoever asked for it closes it
     * @param struck true once the trouble has come
     */
    public record Ahead(Hypervisor hypervisor, BooleanSupplier struck) {}
}
