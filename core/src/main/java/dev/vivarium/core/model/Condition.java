package dev.vivarium.core.model;

import java.time.Instant;

/**
 * One observed fact about a node. Conditions are recomputed from evidence at every verification; none latches.
 *
 * @param name which fact
 * @param status whether it holds
 * @param evidence what was seen, in one line
 * @param since when the status last changed
 */
public record Condition(Name name, Status status, String evidence, Instant since) {

    /** The facts that are checked. READY is the conjunction of those that the spec calls for. */
    public enum Name {
        MACHINE_CREATED,
        STARTED,
        REACHABLE,
        CLOUD_INIT_DONE,
        BUNDLE_VERIFIED,
        SERVICES_ACTIVE,
        PORTS_OPEN,
        HEALTHY,
        PROBES_PASSED,
        GPU_PRESENT,
        CPU_FEATURES_PRESENT
    }

    /** True, false, or not known. */
    public enum Status {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** True if the fact is known to hold. */
    public boolean holds() {
        return status == Status.TRUE;
    }
}
