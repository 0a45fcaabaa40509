/**
 * Who may do what: tokens, of which only hashes are kept, and how often they may ask; who did what: the audit, which can only
 * grow. Implements what {@code http} asks of a gate and a ledger, on the service's database.
 */
@NullMarked
package dev.vivarium.service.access;

import org.jspecify.annotations.NullMarked;
