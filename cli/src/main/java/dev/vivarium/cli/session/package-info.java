/** {@code session}: periods of use of a node, which a service opens and ends. */
@NullMarked
package dev.vivarium.cli.session;

import org.jspecify.annotations.NullMarked;
