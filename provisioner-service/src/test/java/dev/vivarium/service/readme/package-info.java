/** What README promises. */
@NullMarked
package dev.vivarium.service.readme;

import org.jspecify.annotations.NullMarked;
