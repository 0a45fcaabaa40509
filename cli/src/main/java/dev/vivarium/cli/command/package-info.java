/**
 * The commands, one file each, and what they share: {@link dev.vivarium.cli.command.VivariumCommand} with the global options,
 * {@link dev.vivarium.cli.command.Host} for all that they see of the computer. Uses the façade, the model and the output.
 */
@NullMarked
package dev.vivarium.cli.command;

import org.jspecify.annotations.NullMarked;
