/**
 * What happened, in an order that everybody can go on from: written in the transaction that made it happen, told to listeners
 * as server-sent events and to webhooks.
 */
@NullMarked
package dev.vivarium.service.events;

import org.jspecify.annotations.NullMarked;
