/**
 * Failure and time under the hand of a test: {@link dev.vivarium.testkit.faults.Fault faults} put at named points, a
 * {@link dev.vivarium.testkit.faults.RecordingWork journal} that can die at every line, a clock that only a test moves.
 * Uses the SPI only.
 */
@NullMarked
package dev.vivarium.testkit.faults;

import org.jspecify.annotations.NullMarked;
