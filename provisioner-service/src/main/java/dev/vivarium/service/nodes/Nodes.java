package dev.vivarium.service.nodes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.spi.Key;
import dev.vivarium.service.http.Principal;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.operations.OperationIndex;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The nodes as callers see them: those that are none of a caller's business do not exist for it. */
public final class Nodes {
    private static final Key<VerificationReport> REPORT = Key.of("verify.report", VerificationReport.class);

    private final Vivarium vivarium;
    private final OperationIndex operations;
    private final Function<NodeId, Optional<String>> sessions;

    /**
     * Of this installation.
     *
     * @param sessions the session that is open on a node
     */
    public Nodes(Vivarium vivarium, OperationIndex operations, Function<NodeId, Optional<String>> sessions) {
        this.vivarium = vivarium;
        this.operations = operations;
        this.sessions = sessions;
    }

    /**
     * The node that the request's path names.
     *
     * @throws Refusal 404 if there is none, or none for this caller
     */
    public Node visible(Request request) {
        return visible(request.path("nodeId", NodeId::parse), request.principal());
    }

    /** The node, for this caller. */
    public Node visible(NodeId id, Principal principal) {
        return vivarium.node(id)
                .filter(n -> !principal.isLimitedFrom(n.spec().labels()))
                .orElseThrow(() -> Refusal.notFound("node.unknown", "there is no node " + id));
    }

    /** The node that the path names, which must be what the caller has seen, where it says so. */
    public Node unchanged(Request request) {
        Node node = visible(request);
        request.requireUnchanged(body(node));
        return node;
    }

    /** The labels that something new gets, which this caller makes. */
    public static Map<String, String> labels(Principal principal, Map<String, String> given) {
        return principal
                .labelsFor(given)
                .orElseThrow(() -> Refusal.forbidden(
                        "access.labels", "this token makes only nodes with the labels " + principal.labels()));
    }

    /** With all that is known of it. */
    public NodeBody body(Node node) {
        return NodeBody.of(node, operations.current(node.id()), sessions.apply(node.id()), report(node.id()));
    }

    private Optional<VerificationReport> report(NodeId node) {
        return operations
                .lastVerification(node)
                .flatMap(id -> vivarium.installation().journal().operation(id))
                .flatMap((OperationHistory history) -> history.recall("", REPORT));
    }
}
