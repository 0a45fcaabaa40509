package dev.vivarium.service.snapshots;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.model.Labels;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.LabelFilter;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.nodes.Nodes;
import dev.vivarium.service.operations.StoredOperations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Snapshots over HTTP. */
public final class SnapshotRoutes {
    private static final int LONGEST_NAME = 128;

    private final Vivarium vivarium;
    private final Nodes nodes;
    private final StoredOperations operations;

    /** Of these. */
    public SnapshotRoutes(Vivarium vivarium, Nodes nodes, StoredOperations operations) {
        this.vivarium = vivarium;
        this.nodes = nodes;
        this.operations = operations;
    }

    /** Which kind is wanted. */
    enum Wish {
        AUTO,
        LIVE,
        FROZEN,
        STOPPED,
        CRASH;

        Optional<SnapshotKind> kind() {
            return this == AUTO ? Optional.empty() : Optional.of(SnapshotKind.valueOf(name()));
        }
    }

    record SnapshotRequestBody(
            Optional<String> id,
            String name,
            Optional<Wish> kind,
            Optional<SnapshotKind> minConsistency,
            Optional<Boolean> pinned,
            Optional<Map<String, String>> labels) {}

    record PatchBody(Optional<Boolean> pinned, Optional<Map<String, String>> labels) {}

    record RollbackBody(Optional<Boolean> safetySnapshot) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listSnapshots", this::list)
                .on("getSnapshot", this::get)
                .change("createSnapshot", this::create)
                .change("patchSnapshot", this::patch)
                .change("deleteSnapshot", this::delete)
                .change("rollbackNode", this::rollback);
    }

    private Reply list(Request request) {
        PageRequest page = request.page();
        LabelFilter labels = request.labels();
        Function<NodeSnapshot, String> key =
                s -> s.snapshot().takenAt().toEpochMilli() + " " + s.snapshot().id();
        List<NodeSnapshot> all = nodes.visible(request).snapshots().stream()
                .filter(s -> labels.matches(s.labels()))
                .sorted(java.util.Comparator.comparing(key))
                .toList();
        return Reply.ok(page.of(all, key).map(SnapshotBody::of));
    }

    private Reply get(Request request) {
        return Reply.ok(SnapshotBody.of(found(request)));
    }

    private Change create(Request request) {
        Node node = nodes.visible(request);
        SnapshotRequestBody body = request.body(SnapshotRequestBody.class);
        if (body.name().isBlank() || body.name().codePointCount(0, body.name().length()) > LONGEST_NAME) {
            throw Refusal.badRequest("snapshot.name", "a snapshot's name has 1 to " + LONGEST_NAME + " characters");
        }
        SnapshotNode.Request wish = new SnapshotNode.Request(
                body.id().map(SnapshotRoutes::id).orElseGet(SnapshotId::random),
                body.name(),
                body.kind().flatMap(Wish::kind),
                body.minConsistency().orElse(SnapshotKind.STOPPED),
                NodeSnapshot.Origin.USER,
                body.pinned().orElse(false),
                Labels.checked(body.labels().orElse(Map.of())));
        return () -> {
            nodes.unchanged(request);
            return operations.accepted(vivarium.snapshot(node.id(), wish));
        };
    }

    private Change patch(Request request) {
        PatchBody body = request.body(PatchBody.class);
        NodeId node = nodes.visible(request).id();
        Optional<Map<String, String>> labels = body.labels().map(Labels::checked);
        if (body.pinned().isEmpty() && labels.isEmpty()) {
            throw Refusal.badRequest("snapshot.patch", "say what to change: pinned, or labels");
        }
        return () -> {
            NodeSnapshot before = found(request);
            request.requireUnchanged(SnapshotBody.of(before));
            NodeSnapshot after = vivarium.edit(node, before.snapshot().id(), s -> {
                NodeSnapshot pinned = body.pinned().map(s::pinned).orElse(s);
                return labels.map(pinned::labelled).orElse(pinned);
            });
            return Reply.ok(SnapshotBody.of(after));
        };
    }

    private Change delete(Request request) {
        found(request);
        return () -> {
            NodeSnapshot snapshot = unchanged(request);
            return operations.accepted(vivarium.deleteSnapshot(
                    snapshot.snapshot().node(), snapshot.snapshot().id()));
        };
    }

    private Change rollback(Request request) {
        found(request);
        boolean safety = request.bodyIfPresent(RollbackBody.class)
                .flatMap(RollbackBody::safetySnapshot)
                .orElse(false);
        return () -> {
            NodeSnapshot snapshot = unchanged(request);
            RollbackNode.Request wish = new RollbackNode.Request(
                    snapshot.snapshot().id(), safety ? Optional.of(SnapshotId.random()) : Optional.empty());
            return operations.accepted(vivarium.rollback(snapshot.snapshot().node(), wish));
        };
    }

    /** Either the snapshot or the node is what the caller has seen. */
    private NodeSnapshot unchanged(Request request) {
        NodeSnapshot snapshot = found(request);
        request.requireUnchanged(SnapshotBody.of(snapshot), nodes.body(nodes.visible(request)));
        return snapshot;
    }

    private NodeSnapshot found(Request request) {
        Node node = nodes.visible(request);
        SnapshotId id = request.path("snapshotId", SnapshotId::parse);
        return node.snapshot(id)
                .orElseThrow(() -> Refusal.notFound(
                        "snapshot.unknown", "node '" + node.spec().name() + "' has no snapshot " + id));
    }

    private static SnapshotId id(String text) {
        try {
            return SnapshotId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("snapshot.id", "a snapshot's id is a UUID");
        }
    }
}
