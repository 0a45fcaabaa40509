/** Tests of the image commands. */
@NullMarked
package dev.vivarium.cli.image;

import org.jspecify.annotations.NullMarked;
