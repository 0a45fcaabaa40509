/** Tests of the client: against its contract, and against servers that misbehave. */
@NullMarked
package dev.vivarium.client;

import org.jspecify.annotations.NullMarked;
