/** The example, run. */
@NullMarked
package dev.vivarium.example;

import org.jspecify.annotations.NullMarked;
