/**
 * Policies: sessions by the clock, and which of the snapshots that they took may go. When a run is up is decided by {@link
 * dev.vivarium.core.session.Timetable}; each run of a policy on a node has one row, whatever the clock does and however many
 * instances look.
 */
@NullMarked
package dev.vivarium.service.policies;

import org.jspecify.annotations.NullMarked;
