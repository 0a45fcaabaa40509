package dev.vivarium.client.model;

import java.util.List;
import java.util.Optional;

/**
 * The bundle that is in a node.
 *
 * @param digest over manifest and layers
 */
public record NodeBundle(String name, String version, Optional<String> digest, List<String> layers) {
    public NodeBundle {
        layers = Copies.list(layers);
    }
}
