/** {@code vivarium bundle}: making, checking, packing and looking at bundles, and the cache of packed ones. */
@NullMarked
package dev.vivarium.cli.bundle;

import org.jspecify.annotations.NullMarked;
