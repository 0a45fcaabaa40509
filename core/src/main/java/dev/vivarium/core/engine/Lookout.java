package dev.vivarium.core.engine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Optional;

/**
 * Looks after what is there: what became of nodes behind our back, and machines of ours that no node accounts for. Disturbs
 * no operation.
 */
public final class Lookout {
    private final Installation installation;
    private final Operations operations;
    private final Recipes recipes;
    private final Strays strays;

    /** With recipes that these operations know. */
    public Lookout(Installation installation, Operations operations, Recipes recipes) {
        this.installation = installation;
        this.operations = operations;
        this.recipes = recipes;
        this.strays = new Strays(installation.journal());
    }

    /** What is done about strays by request. */
    public record Recipes(AdoptNode adopt, RemoveStray remove) {}

    /** Those that work on this installation. */
    public static Recipes recipes(Installation installation) {
        return new Recipes(new AdoptNode(installation), new RemoveStray(installation));
    }

    /**
     * Looks at all that a hypervisor has of ours; what is news is in the nodes' records afterwards.
     *
     * @throws VivariumException why it cannot be asked; what was seen until then is in the records
     */
    public Survey.Seen survey(String hypervisor, Survey.Scope scope) {
        return new Survey(installation, operations, strays).of(hypervisor, scope);
    }

    /**
     * Looks into the guest of a node that runs, without asking its bundle's probes; never fails because the node is not well.
     *
     * @return what the node's record did not know, and knows now
     */
    public Optional<Sighting> glance(NodeId node) {
        return new Glance(installation, operations, strays).at(node);
    }

    /** The strays of a hypervisor now. */
    public List<Machine> strays(String hypervisor) {
        return strays.of(installation.hypervisor(hypervisor));
    }

    /**
     * What taking a stray back would make of it. Asks the hypervisor.
     *
     * @param name of the node that it becomes
     * @throws VivariumException NOT_FOUND {@code stray.unknown} if there is no such machine; CONFLICT {@code stray.is-node} if
     *     it is a node's; UNSUPPORTED {@code stray.adoption} if the hypervisor does not tell what its machines were made of
     */
    public AdoptNode.Request describe(String hypervisor, NodeId node, String name) {
        return recipes.adopt().describe(hypervisor, node, name);
    }

    /**
     * Takes a stray back as a node, and looks whether it is READY; one that is off becomes STOPPED. Asks no hypervisor before
     * it returns.
     *
     * @param wish from {@link #describe}
     * @throws VivariumException CONFLICT if there is a node of this id or name
     */
    public Operation<Node> adopt(AdoptNode.Request wish) {
        return recipes.adopt().accept(wish, operations);
    }

    /**
     * Removes a stray with all that is its own; gone already is success. This cannot be undone. Asks no hypervisor before it
     * returns.
     *
     * @throws VivariumException CONFLICT {@code stray.is-node} if it is a node's machine; NOT_FOUND if there is no such
     *     hypervisor
     */
    public Operation<NodeId> remove(String hypervisor, NodeId node) {
        installation.config().hypervisor(hypervisor);
        RemoveStray.refuseNode(installation.journal().node(node));
        RemoveStray.Request request = new RemoveStray.Request(hypervisor, node);
        return operations
                .resume(recipes.remove(), node, request::equals)
                .orElseGet(() -> operations.accept(recipes.remove(), node, request));
    }
}
