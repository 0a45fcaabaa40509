/**
 * What {@code --json} prints: records whose component names are stable for programs. Uses the model only.
 */
@NullMarked
package dev.vivarium.cli.document;

import org.jspecify.annotations.NullMarked;
