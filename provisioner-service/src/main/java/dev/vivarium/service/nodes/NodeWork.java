package dev.vivarium.service.nodes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.operations.StoredOperations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Nodes over HTTP: what is done with one that there is. */
public final class NodeWork {
    private final Vivarium vivarium;
    private final Nodes nodes;
    private final StoredOperations operations;
    private final Function<String, Path> bundles;

    /** Of these. */
    public NodeWork(Vivarium vivarium, Nodes nodes, StoredOperations operations, Function<String, Path> bundles) {
        this.vivarium = vivarium;
        this.nodes = nodes;
        this.operations = operations;
        this.bundles = bundles;
    }

    enum Mode {
        GRACEFUL,
        FORCE
    }

    record StopBody(Optional<Mode> mode) {}

    record CloneBody(
            String name, Optional<Boolean> linked, Optional<String> snapshot, Optional<Map<String, String>> labels) {}

    record UpdateBody(String bundle, Optional<Map<String, String>> secrets, Optional<Boolean> snapshot) {}

    /** Answers what is asked of it. */
    public void register(Routes routes) {
        routes.change("deleteNode", request -> work(request, vivarium::delete))
                .change("startNode", request -> work(request, vivarium::start))
                .change("stopNode", this::stop)
                .change("restartNode", request -> work(request, this::restart))
                .change("verifyNode", request -> work(request, vivarium::verify))
                .change("retryNode", request -> work(request, this::retry))
                .change("cloneNode", this::clone)
                .change("updateNode", this::update);
    }

    /** One that is looked up when it is done: nothing may have changed in between that the caller did not want. */
    private Change work(Request request, Function<NodeId, Operation<?>> what) {
        nodes.visible(request);
        return () -> operations.accepted(what.apply(nodes.unchanged(request).id()));
    }

    private Change stop(Request request) {
        Mode mode =
                request.bodyIfPresent(StopBody.class).flatMap(StopBody::mode).orElse(Mode.GRACEFUL);
        StopMode how = mode == Mode.FORCE ? StopMode.FORCED : StopMode.GRACEFUL;
        return work(request, id -> vivarium.stop(id, how));
    }

    private Operation<?> restart(NodeId id) {
        vivarium.stop(id);
        return vivarium.start(id);
    }

    /** What was wanted of a node that failed is wanted again. */
    private Operation<?> retry(NodeId id) {
        Node node = vivarium.node(id).orElseThrow();
        if (node.state() != NodeState.FAILED && node.state() != NodeState.PROVISIONING) {
            throw Refusal.conflict(
                    "node.not-failed",
                    "only a node whose creation failed can be tried again; this one is " + node.state());
        }
        Optional<OperationRecord> asClone = vivarium.installation().journal().ended(id).stream()
                .map(OperationHistory::record)
                .filter(r -> r.kind().equals("clone"))
                .findFirst();
        return asClone.isPresent()
                ? vivarium.clone(Json.read(asClone.get().request(), CloneNode.Request.class)
                        .wish())
                : vivarium.create(node.spec());
    }

    private Change clone(Request request) {
        CloneBody body = request.body(CloneBody.class);
        Optional<SnapshotId> from = body.snapshot().map(NodeWork::snapshot);
        Map<String, String> labels =
                Nodes.labels(request.principal(), body.labels().orElse(Map.of()));
        return work(
                request,
                id -> vivarium.clone(new CloneNode.Wish(
                        id, body.name(), body.linked().orElse(false), from, SnapshotKind.STOPPED, labels)));
    }

    private Change update(Request request) {
        UpdateBody body = request.body(UpdateBody.class);
        Path bundle = bundles.apply(body.bundle());
        Optional<SnapshotId> snapshot =
                body.snapshot().orElse(true) ? Optional.of(SnapshotId.random()) : Optional.empty();
        UpdateBundle.Request wish =
                new UpdateBundle.Request(bundle, body.secrets().orElse(Map.of()), snapshot);
        return work(request, id -> vivarium.update(id, wish));
    }

    private static SnapshotId snapshot(String text) {
        try {
            return SnapshotId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("snapshot.id", "a snapshot's id is a UUID");
        }
    }
}
