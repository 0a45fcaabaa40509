/**
 * The façade: {@link dev.vivarium.core.Vivarium} is what a program uses. It wires the parts by hand and may use all of core.
 */
@NullMarked
package dev.vivarium.core;

import org.jspecify.annotations.NullMarked;
