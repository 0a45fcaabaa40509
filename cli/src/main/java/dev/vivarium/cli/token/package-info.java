/** {@code token}: who may do what at a service. */
@NullMarked
package dev.vivarium.cli.token;

import org.jspecify.annotations.NullMarked;
