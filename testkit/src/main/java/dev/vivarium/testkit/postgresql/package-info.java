/** A real PostgreSQL server for tests and measurements, from Debian's package; it shares nothing with the system's own cluster. */
@NullMarked
package dev.vivarium.testkit.postgresql;

import org.jspecify.annotations.NullMarked;
