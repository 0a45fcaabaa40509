package dev.vivarium.client.model;

import java.time.Instant;

/**
 * One observed fact about a node.
 *
 * @param name such as {@code bundle-verified}
 */
public record Condition(String name, ConditionStatus status, String evidence, Instant since) {}
