package dev.vivarium.cli.nodes;

import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.spi.Limits;
import java.util.Optional;

/**
 * What a machine takes of its host, and the limits that it is under; empty where nobody can tell.
 *
 * @param usage what it takes now
 * @param limits what it is under
 */
public record Use(Optional<ResourceUsage> usage, Optional<Limits.Applied> limits) {}
