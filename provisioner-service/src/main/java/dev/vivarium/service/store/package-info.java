/**
 * The durable store: one database (SQLite in a file, or PostgreSQL for several instances), its schema, and the journal in it
 * with the leases that fence its writers. {@link dev.vivarium.service.store.Database} is the way in for every other package.
 */
@NullMarked
package dev.vivarium.service.store;

import org.jspecify.annotations.NullMarked;
