/** Tests of this package. */
@NullMarked
package dev.vivarium.cli.demo;

import org.jspecify.annotations.NullMarked;
