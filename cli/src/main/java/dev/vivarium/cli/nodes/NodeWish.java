package dev.vivarium.cli.nodes;

import dev.vivarium.core.model.NodeSpec;
import java.util.Set;

/**
 * What a node shall be.
 *
 * @param spec all of it
 * @param said which members the user said, by their names in {@link NodeSpec}; the others may be somebody else's to choose
 */
public record NodeWish(NodeSpec spec, Set<String> said) {
    public NodeWish {
        said = Set.copyOf(said);
    }
}
