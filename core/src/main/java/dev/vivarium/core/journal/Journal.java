package dev.vivarium.core.journal;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What survives a crash. Every method that writes has its data on disk before it returns. May be used by several threads;
 * several processes may share one journal: who changes a node or runs its operations holds the node's {@link Lease}.
 */
public interface Journal extends AutoCloseable {

    /** All nodes that are not deleted, by name. */
    List<Node> nodes();

    /** The node, if there is one. */
    Optional<Node> node(NodeId id);

    /** The node of this name, if there is one. */
    default Optional<Node> node(String name) {
        return nodes().stream().filter(n -> n.spec().name().equals(name)).findFirst();
    }

    /** The addresses of the nodes' network cards. */
    default Set<String> macs() {
        return nodes().stream().map(n -> n.identity().mac()).collect(Collectors.toSet());
    }

    /** Writes the node's record. */
    void put(Node node);

    /** Forgets the node; unknown already is success. */
    void remove(NodeId id);

    /** Writes an accepted operation. */
    void accept(OperationRecord operation);

    /** Writes one more entry of an operation that has not ended. */
    void append(OperationId id, Entry entry);

    /** Writes several in this order, at once where that is possible; a crash leaves all of them or the first few. */
    default void append(OperationId id, List<Entry> entries) {
        entries.forEach(entry -> append(id, entry));
    }

    /** The operations that have not ended, in the order in which they were accepted. */
    List<OperationHistory> unfinished();

    /** Those of this node. */
    default List<OperationHistory> unfinished(NodeId node) {
        return unfinished().stream().filter(h -> h.record().node().equals(node)).toList();
    }

    /** The operation with all its entries, ended or not. */
    Optional<OperationHistory> operation(OperationId id);

    /** The ended operations of a node, oldest first. */
    List<OperationHistory> ended(NodeId node);

    /** Asks whoever runs the operation, in this process or another, to cancel it. */
    void requestCancel(OperationId id);

    /** True if somebody asked. Cheap: called inside every wait. */
    boolean cancelRequested(OperationId id);

    /** The right to work on a node, if nobody has it. It ends with the process that holds it. */
    Optional<Lease> tryLease(NodeId node);

    /** Who has the right to work on the node now, as far as it can be told. */
    default Optional<LeaseHolder> leaseHolder(NodeId node) {
        return Optional.empty();
    }

    @Override
    void close();

    /** The right to work on one node. Where it is for a time only, the journal sees to it that it is renewed. */
    interface Lease extends AutoCloseable {

        /**
         * Asks the journal whether this is still so. Call right before what cannot be taken back.
         *
         * @throws LeaseLost if it is not, or the journal does not answer
         */
        default void check() {}

        /** True if it is known already that somebody else has the node. Costs nothing; for loops that wait. */
        default boolean isLost() {
            return false;
        }

        @Override
        void close();
    }
}
