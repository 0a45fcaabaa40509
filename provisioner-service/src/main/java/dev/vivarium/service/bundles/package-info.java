/** Bundles: directories of this host, archives from elsewhere, uploads in parts. */
@NullMarked
package dev.vivarium.service.bundles;

import org.jspecify.annotations.NullMarked;
