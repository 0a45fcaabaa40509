/** Tests of the journal. */
@NullMarked
package dev.vivarium.core.journal;

import org.jspecify.annotations.NullMarked;
