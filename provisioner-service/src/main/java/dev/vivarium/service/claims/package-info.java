/**
 * Who runs what, among the instances that share a database: each operation, recurring task and task with a state of its own is
 * claimed by one of them. db-scheduler does the work; what its table says and what the journal says is written in one
 * transaction. Uses the store and the engine.
 */
@NullMarked
package dev.vivarium.service.claims;

import org.jspecify.annotations.NullMarked;
