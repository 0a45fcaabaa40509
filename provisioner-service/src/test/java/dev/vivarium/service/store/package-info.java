/** The store's own tests: one suite, run on SQLite and on a real PostgreSQL. */
@NullMarked
package dev.vivarium.service.store;

import org.jspecify.annotations.NullMarked;
