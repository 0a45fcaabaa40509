package dev.vivarium.testkit.engine;

import dev.vivarium.testkit.contract.Trouble;
import java.util.List;
import java.util.Optional;

/**
 * What is done at once: one action on each node.
 *
 * @param actions by the node's number
 * @param number which of its snapshots each of them means
 * @param trouble what goes wrong meanwhile
 * @param point at which visit of the server, counted from the beginning of the round
 */
record Round(List<Action> actions, int number, Optional<Trouble> trouble, int point) {

    /** What can be asked of a node. */
    enum Action {
        CREATE,
        DELETE,
        START,
        STOP,
        VERIFY,
        SNAPSHOT,
        ROLLBACK,
        DELETE_SNAPSHOT,
        NOTHING
    }
}
