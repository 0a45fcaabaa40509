package dev.vivarium.core.config;

import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import java.time.Duration;

/**
 * What a node gets where its wish says nothing.
 *
 * @param on the hypervisor's name
 * @param image in a form of {@link dev.vivarium.core.model.ImageReference}
 * @param cores virtual CPUs
 * @param memory memory
 * @param disk disk size
 * @param network how it meets the network
 * @param inactivityLimit how long nothing may move
 * @param onFailure what becomes of a started machine that failed
 * @param baseline whether a first snapshot is taken as soon as the node is READY
 */
public record NodeDefaults(
        String on,
        String image,
        int cores,
        Size memory,
        Size disk,
        NetworkMode network,
        Duration inactivityLimit,
        NodeSpec.OnFailure onFailure,
        boolean baseline) {

    /** The defaults of {@link NodeSpec}. */
    public static NodeDefaults standard() {
        NodeSpec spec = NodeSpec.builder("any").build();
        return new NodeDefaults(
                spec.hypervisor(),
                spec.image().toString(),
                spec.cores(),
                Size.MiB(spec.memoryMiB()),
                Size.MiB(spec.diskMiB()),
                spec.network(),
                spec.inactivityLimit(),
                spec.onFailure(),
                spec.baseline());
    }

    /** Begins a node's wish with these. */
    public NodeSpecBuilder node(String name) {
        return NodeSpec.builder(name)
                .on(on)
                .image(image)
                .cores(cores)
                .memory(memory)
                .disk(disk)
                .network(network)
                .inactivityLimit(inactivityLimit)
                .onFailure(onFailure)
                .baseline(baseline);
    }
}
