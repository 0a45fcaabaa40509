/** Tests of the model. */
@NullMarked
package dev.vivarium.core.model;

import org.jspecify.annotations.NullMarked;
