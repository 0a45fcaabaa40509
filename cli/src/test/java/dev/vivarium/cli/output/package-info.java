/** Tests of this package. */
@NullMarked
package dev.vivarium.cli.output;

import org.jspecify.annotations.NullMarked;
