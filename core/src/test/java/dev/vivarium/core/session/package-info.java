/** The decisions, by example and by property. */
@NullMarked
package dev.vivarium.core.session;

import org.jspecify.annotations.NullMarked;
