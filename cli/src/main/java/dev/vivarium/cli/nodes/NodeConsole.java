package dev.vivarium.cli.nodes;

import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Console;

/** Where the console of a node of this installation is. */
public final class NodeConsole {
    private NodeConsole() {}

    /** @throws VivariumException CONFLICT if the node has no machine yet */
    public static Machine machine(Node node) {
        return node.machine()
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT, "node.no-machine", "node '" + node.spec().name() + "' has no machine yet"));
    }

    /** @throws VivariumException UNSUPPORTED if its hypervisor has none */
    public static Console of(Installation installation, Node node) {
        return installation
                .hypervisor(node.spec().hypervisor())
                .console()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED, "unsupported.console", "this hypervisor gives no access to the console"));
    }
}
