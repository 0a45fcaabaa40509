package dev.vivarium.client.model;

import java.util.List;

/** The bundle that is in a node. */
public record NodeBundle(String name, String version, List<String> layers) {
    public NodeBundle {
        layers = Copies.list(layers);
    }
}
