/** The commands, one by one. */
@NullMarked
package dev.vivarium.cli.command;

import org.jspecify.annotations.NullMarked;
