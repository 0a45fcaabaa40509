/** Tests of who runs what, with two instances on SQLite and on a real PostgreSQL. */
@NullMarked
package dev.vivarium.service.claims;

import org.jspecify.annotations.NullMarked;
