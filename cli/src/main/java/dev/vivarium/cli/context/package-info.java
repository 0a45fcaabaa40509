/** {@code context}: the services that the user has named. */
@NullMarked
package dev.vivarium.cli.context;

import org.jspecify.annotations.NullMarked;
