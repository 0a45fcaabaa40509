/**
 * Measurements: our code against the raw tool that does the same work, in pairs, in one run. May use all modules; nothing uses
 * it.
 */
@NullMarked
package dev.vivarium.bench;

import org.jspecify.annotations.NullMarked;
