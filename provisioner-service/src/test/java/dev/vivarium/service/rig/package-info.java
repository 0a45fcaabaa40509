/**
 * Whole services as processes of their own, on a simulated hypervisor that outlives them, and callers that are as careful, or
 * as careless, as real ones. Uses the testkit, and the service by HTTP only.
 */
@NullMarked
package dev.vivarium.service.rig;

import org.jspecify.annotations.NullMarked;
