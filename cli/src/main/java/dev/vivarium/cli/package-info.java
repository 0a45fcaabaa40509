/**
 * The command line: {@link dev.vivarium.cli.Main} wires the commands to the library in this process. Uses the façade and the
 * model; knows no provider by name beyond what the user writes.
 */
@NullMarked
package dev.vivarium.cli;

import org.jspecify.annotations.NullMarked;
