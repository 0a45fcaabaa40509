/** Tests of the measurements: that each still runs, on both sides, and does the work that it says. */
@NullMarked
package dev.vivarium.bench;

import org.jspecify.annotations.NullMarked;
