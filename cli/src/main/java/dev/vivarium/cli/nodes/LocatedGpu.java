package dev.vivarium.cli.nodes;

import dev.vivarium.core.model.Gpu;

/** A GPU and where it is, as JSON has it. */
public record LocatedGpu(String hypervisor, Gpu gpu) {}
