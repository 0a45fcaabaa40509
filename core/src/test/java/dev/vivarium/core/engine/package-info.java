/** Tests of the engine. */
@NullMarked
package dev.vivarium.core.engine;

import org.jspecify.annotations.NullMarked;
