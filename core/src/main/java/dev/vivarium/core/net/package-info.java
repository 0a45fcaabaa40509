/** Whom this program may talk to when somebody else gives the address. Uses nothing but the model. */
@NullMarked
package dev.vivarium.core.net;

import org.jspecify.annotations.NullMarked;
