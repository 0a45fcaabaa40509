/** Operations over HTTP: how far they are, what happens in them, and that they are to stop. */
@NullMarked
package dev.vivarium.service.operations;

import org.jspecify.annotations.NullMarked;
