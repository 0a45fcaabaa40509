package dev.vivarium.service.policies;

import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.session.SessionPlan;
import dev.vivarium.service.sessions.SessionWork;
import dev.vivarium.service.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Nodes that exist in the database alone: what is begun is part of the transaction at hand, and ends when the test says so.
 * They outlive the process of a test that dies.
 */
final class PaperNodes implements SessionWork {
    private final Database database;
    private final Clock clock;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();

    PaperNodes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        database.write(h -> h.execute("CREATE TABLE IF NOT EXISTS paper (id text, node text, kind text, snapshot text,"
                + " name text, state text, failure text)"));
    }

    NodeId add(String name, Map<String, String> labels) {
        NodeId id = new NodeId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
        NodeSpecBuilder spec = NodeSpec.builder(name).id(id);
        labels.forEach(spec::label);
        nodes.put(
                id,
                new Node(
                        id,
                        spec.build(),
                        new NodeIdentity(
                                new HostKey.Given("ssh-ed25519 AAAA"),
                                1,
                                "vivarium",
                                "52:54:00:00:00:01",
                                "iid-1",
                                name),
                        NodeState.READY,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        0,
                        Optional.empty(),
                        clock.instant(),
                        clock.instant()));
        return id;
    }

    private Node known(NodeId id) {
        return node(id).orElseThrow();
    }

    void remove(NodeId id) {
        nodes.remove(id);
    }

    void state(NodeId id, NodeState state) {
        nodes.computeIfPresent(id, (k, n) -> n.edit().state(state).at(clock.instant()));
    }

    void loseMachine(NodeId id) {
        Condition gone = new Condition(
                Condition.Name.MACHINE_CREATED, Condition.Status.FALSE, "not on hypervisor 'local'", clock.instant());
        nodes.computeIfPresent(
                id,
                (k, n) -> n.edit()
                        .conditions(List.of(gone))
                        .state(NodeState.NEEDS_OPERATOR)
                        .at(clock.instant()));
    }

    void snapshots(NodeId id, List<NodeSnapshot> all) {
        nodes.computeIfPresent(id, (k, n) -> n.edit().snapshots(all).at(clock.instant()));
    }

    NodeSnapshot userSnapshot(NodeId node, String name) {
        NodeSnapshot snapshot = snapshot(node, SnapshotId.random(), name, NodeSnapshot.Origin.USER);
        List<NodeSnapshot> all = new ArrayList<>(known(node).snapshots());
        all.add(snapshot);
        snapshots(node, all);
        return snapshot;
    }

    List<NodeId> withLabels(Map<String, String> labels, Optional<NodeId> after, int limit) {
        return nodes.values().stream()
                .filter(n -> n.spec().labels().entrySet().containsAll(labels.entrySet()))
                .map(Node::id)
                .filter(id ->
                        after.isEmpty() || id.toString().compareTo(after.get().toString()) > 0)
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public OperationId begin(NodeId node, SessionPlan.Step step, Map<String, String> labels) {
        if (step instanceof SessionPlan.Step.Take take) {
            return begin(node, "snapshot", SnapshotId.random(), take.name());
        }
        return begin(node, "rollback", ((SessionPlan.Step.Rollback) step).snapshot(), "");
    }

    @Override
    public OperationId delete(NodeId node, SnapshotId snapshot) {
        return begin(node, "delete", snapshot, "");
    }

    @Override
    public Optional<Ending> ending(OperationId id) {
        return database.read(h -> h.createQuery(
                        "SELECT kind, snapshot, failure FROM paper WHERE id = :id AND state = 'ended'")
                .bind("id", id.toString())
                .map((row, c) -> new Ending(
                        Optional.ofNullable(row.getString("failure")),
                        Optional.of(SnapshotId.parse(row.getString("snapshot"))),
                        row.getString("kind").equals("snapshot")))
                .findFirst());
    }

    @Override
    public void cancel(OperationId id) {
        end(id, Optional.of("it was cancelled"));
    }

    /** Everything that runs ends well. @return what it was */
    List<OperationId> endAll() {
        List<OperationId> running = running();
        running.forEach(id -> end(id, Optional.empty()));
        return running;
    }

    List<OperationId> running() {
        return database.read(h -> h.createQuery("SELECT id FROM paper WHERE state = 'running'")
                .mapTo(String.class)
                .map(OperationId::parse)
                .list());
    }

    void end(OperationId id, Optional<String> failure) {
        database.write(h -> {
            h.createUpdate("UPDATE paper SET state = 'ended', failure = :failure WHERE id = :id")
                    .bind("failure", failure.orElse(null))
                    .bind("id", id.toString())
                    .execute();
            return failure.isEmpty() ? apply(h, id) : id;
        });
    }

    long count(String kind) {
        return database.read(h -> h.createQuery("SELECT count(*) FROM paper WHERE kind = :kind")
                .bind("kind", kind)
                .mapTo(Long.class)
                .one());
    }

    private OperationId apply(Handle h, OperationId id) {
        h.createQuery("SELECT node, kind, snapshot, name FROM paper WHERE id = :id")
                .bind("id", id.toString())
                .map((row, c) -> {
                    NodeId node = NodeId.parse(row.getString("node"));
                    List<NodeSnapshot> all = new ArrayList<>(known(node).snapshots());
                    SnapshotId snapshot = SnapshotId.parse(row.getString("snapshot"));
                    if (row.getString("kind").equals("snapshot")) {
                        all.add(snapshot(node, snapshot, row.getString("name"), NodeSnapshot.Origin.SESSION));
                    } else if (row.getString("kind").equals("delete")) {
                        all.removeIf(s -> s.snapshot().id().equals(snapshot));
                    }
                    snapshots(node, all);
                    return node;
                })
                .list();
        return id;
    }

    private OperationId begin(NodeId node, String kind, SnapshotId snapshot, String name) {
        if (!nodes.containsKey(node)) {
            throw new VivariumException(Kind.NOT_FOUND, "node.unknown", "there is no node " + node);
        }
        OperationId id = OperationId.random();
        database.write(h -> h.execute(
                "INSERT INTO paper (id, node, kind, snapshot, name, state) VALUES (?, ?, ?, ?, ?, 'running')",
                id.toString(),
                node.toString(),
                kind,
                snapshot.toString(),
                name));
        return id;
    }

    private NodeSnapshot snapshot(NodeId node, SnapshotId id, String name, NodeSnapshot.Origin origin) {
        return new NodeSnapshot(
                new Snapshot(id, node, name, SnapshotKind.LIVE, Optional.empty(), clock.instant()),
                origin,
                false,
                Optional.empty());
    }
}
