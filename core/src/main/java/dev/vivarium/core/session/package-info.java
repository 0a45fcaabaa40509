/**
 * What to do before and after a session, when sessions start, and which snapshots may go: pure decisions about values, with
 * the time as an argument. Nothing here takes a snapshot or deletes one; the caller carries the decision out. Uses the model
 * only.
 */
@NullMarked
package dev.vivarium.core.session;

import org.jspecify.annotations.NullMarked;
