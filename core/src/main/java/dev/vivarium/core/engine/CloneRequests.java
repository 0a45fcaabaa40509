package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import java.util.Optional;

/** What becomes of a wish for a clone: its identity, whether it is the same wish again, what the source has to be. */
final class CloneRequests {
    private final Installation installation;
    private final CreateRequests names;

    CloneRequests(Installation installation) {
        this.installation = installation;
        this.names = new CreateRequests(installation);
    }

    Operation<Node> accept(CloneNode recipe, CloneNode.Wish wish, Operations operations) {
        try (Journal.Lease name = names.nameLease(wish.name())) {
            Optional<Node> known = installation.journal().node(wish.name());
            if (known.isPresent()) {
                return again(recipe, known.get(), wish, operations);
            }
            consistent(wish);
            NodeSpec spec = wish.spec(like(wish), NodeId.random());
            CloneNode.Request request =
                    new CloneNode.Request(wish, spec, names.newNode(spec).identity(), SnapshotId.random(), false);
            installation.journal().put(newNode(request));
            return operations.accept(recipe, spec.id(), request);
        }
    }

    /** The clone, of which nothing is made yet; it runs what its source ran at that moment. */
    Node newNode(CloneNode.Request request) {
        Node node = names.newNode(request.spec(), request.identity());
        return bundle(request.wish())
                .map(b -> node.edit().bundle(b).at(node.createdAt()))
                .orElse(node);
    }

    /** @throws VivariumException if the wish names no snapshot of the source, or one that holds less than it asks for */
    void consistent(CloneNode.Wish wish) {
        Node source = source(wish);
        if (wish.from().isEmpty()) {
            return;
        }
        SnapshotKind kind = snapshot(source, wish.from().get()).snapshot().kind();
        boolean still = kind == SnapshotKind.STOPPED || kind == SnapshotKind.FROZEN;
        if (!still && wish.minConsistency() != SnapshotKind.CRASH) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "clone.inconsistent",
                    "of a live or crash snapshot a clone gets the disk as if power was cut; take one with --kind stopped"
                            + " or frozen, or allow it with --min-consistency crash");
        }
    }

    private Operation<Node> again(CloneNode recipe, Node known, CloneNode.Wish wish, Operations operations) {
        Optional<Operation<Node>> unfinished =
                operations.resume(recipe, known.id(), q -> q.wish().equals(wish));
        if (unfinished.isPresent()) {
            return unfinished.get();
        }
        CloneNode.Request request = retried(recipe, known, wish)
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT,
                        "node.exists",
                        "there is a node '" + wish.name() + "' already (" + known.state() + "); choose another name, or"
                                + " remove it first with 'vivarium rm " + wish.name() + "'"));
        installation
                .journal()
                .put(known.edit()
                        .state(NodeState.PROVISIONING)
                        .at(installation.clock().instant()));
        return operations.accept(recipe, known.id(), request);
    }

    /** What is done for a node that is not what this wish asks for yet; empty if it is not for this wish to say. */
    private Optional<CloneNode.Request> retried(CloneNode recipe, Node known, CloneNode.Wish wish) {
        boolean unmade = known.state() == NodeState.FAILED || known.state() == NodeState.PROVISIONING;
        if (!unmade || names.isBeingWorkedOn(known.id())) {
            return Optional.empty();
        }
        if (installation.journal().ended(known.id()).isEmpty()) { // the process died before it had written what to do
            NodeSpec spec = wish.spec(like(wish), known.id());
            return Optional.of(new CloneNode.Request(wish, spec, known.identity(), SnapshotId.random(), false))
                    .filter(q -> known.spec().equals(spec));
        }
        return earlier(recipe, known.id())
                .filter(q -> q.wish().equals(wish))
                .map(q -> new CloneNode.Request(wish, q.spec(), q.identity(), q.moment(), true));
    }

    private Optional<CloneNode.Request> earlier(CloneNode recipe, NodeId node) {
        return installation.journal().ended(node).stream()
                .map(OperationHistory::record)
                .filter(r -> r.kind().equals(recipe.kind()))
                .map(OperationRecord::request)
                .map(q -> Json.read(q, CloneNode.Request.class))
                .reduce((first, last) -> last);
    }

    /** A clone of a snapshot runs what its source ran then. */
    private NodeSpec like(CloneNode.Wish wish) {
        Node source = source(wish);
        return wish.from()
                .flatMap(source::snapshot)
                .map(then -> RollbackNode.specThen(then, source.spec()))
                .orElse(source.spec());
    }

    private Optional<NodeBundle> bundle(CloneNode.Wish wish) {
        Node source = source(wish);
        return wish.from().flatMap(id -> snapshot(source, id).bundle()).or(source::bundle);
    }

    private Node source(CloneNode.Wish wish) {
        return installation
                .journal()
                .node(wish.source())
                .orElseThrow(() ->
                        new VivariumException(Kind.NOT_FOUND, "node.unknown", "there is no node " + wish.source()));
    }

    private static NodeSnapshot snapshot(Node source, SnapshotId id) {
        return source.snapshot(id)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "snapshot.unknown",
                        "node '" + source.spec().name() + "' has no snapshot " + id));
    }
}
