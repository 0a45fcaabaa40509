/** Vivarium inside a program of one's own. Uses the façade and the model only. */
@NullMarked
package dev.vivarium.example;

import org.jspecify.annotations.NullMarked;
