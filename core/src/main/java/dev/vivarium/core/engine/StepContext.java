package dev.vivarium.core.engine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeEdit;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a step works with: the {@link Work} of its own step, the node, and values that the operation's steps share. */
public interface StepContext extends Work {

    /**
     * The node as it is in the journal.
     *
     * @throws dev.vivarium.core.model.VivariumException NOT_FOUND if it is gone
     */
    Node node();

    /** The node, if it is there. */
    Optional<Node> nodeIfPresent();

    /** The node's name; its id if it is gone. */
    String nodeName();

    /** Changes the node's record; on disk before it returns. */
    Node update(UnaryOperator<NodeEdit> change);

    /** Writes the node's record anew, where an earlier try took it away; on disk before it returns. */
    void put(Node node);

    /** Forgets the node. */
    void removeNode();

    /** The node's hypervisor. */
    Hypervisor hypervisor();

    /** The configured hypervisor of this name, for work on what no node accounts for. */
    Hypervisor hypervisor(String name);

    /**
     * The node's machine.
     *
     * @throws dev.vivarium.core.model.VivariumException NOT_FOUND if there is none
     */
    Machine machine();

    /** What any step of this operation shared. */
    <T> Optional<T> shared(Key<T> key);

    /** Shares a value with later steps; on disk before it returns. */
    <T> void share(Key<T> key, T value);

    /** The guest's SSH session of this operation; opened at first use, closed when the operation ends. */
    GuestLink guest();
}
