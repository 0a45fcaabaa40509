/**
 * The installation's master key and what is derived from it: SSH host keys, login keys, MAC addresses. Nothing here is
 * random but the master key itself, so that whoever has it can make every other key again. Uses the model, Bouncy Castle
 * for the derivation and the SSH library for its key objects.
 */
@NullMarked
package dev.vivarium.core.keys;

import org.jspecify.annotations.NullMarked;
