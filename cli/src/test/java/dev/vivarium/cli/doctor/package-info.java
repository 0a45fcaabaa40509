/** Tests of this package. */
@NullMarked
package dev.vivarium.cli.doctor;

import org.jspecify.annotations.NullMarked;
