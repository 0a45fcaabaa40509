/**
 * The bundle: its manifest {@code bundle.yaml}, the check of its directory, and packing it into media.
 *
 * <p>A bundle is one or more layers, each a medium named by its digest. Media are the same for every node and lie in a
 * {@link dev.vivarium.cloudinit.bundle.BundleCache}. Everything read here is hostile until it is checked. May use the packages
 * {@code yaml} and {@code iso}; knows nothing of guests' scripts.
 */
@NullMarked
package dev.vivarium.cloudinit.bundle;

import org.jspecify.annotations.NullMarked;
