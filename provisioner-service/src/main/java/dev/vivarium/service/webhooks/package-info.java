/**
 * Events sent to others: each is written down for every webhook that wants it, in the transaction that made it happen, and sent
 * until it arrives, signed. Whom a webhook names is a stranger: its addresses are checked, its answers are hardly read.
 */
@NullMarked
package dev.vivarium.service.webhooks;

import org.jspecify.annotations.NullMarked;
