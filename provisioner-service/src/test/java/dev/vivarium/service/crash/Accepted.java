package dev.vivarium.service.crash;

import java.time.Instant;

/**
 * A change that the service promised.
 *
 * @param at when it was asked for
 * @param action the operationId in openapi.yaml
 * @param node which node it is about; empty if none
 * @param operation what does it; empty for a session, which has one of its own
 * @param session which session it is about; empty if none
 */
record Accepted(Instant at, String action, String node, String operation, String session) {}
