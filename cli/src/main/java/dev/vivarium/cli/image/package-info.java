/**
 * The {@code image} commands: what disk images are here, and how they come and go. Uses the façade and what all commands share.
 */
@NullMarked
package dev.vivarium.cli.image;

import org.jspecify.annotations.NullMarked;
