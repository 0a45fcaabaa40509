/** {@code operation}: what a service does, seen and followed. */
@NullMarked
package dev.vivarium.cli.operation;

import org.jspecify.annotations.NullMarked;
