package dev.vivarium.service.store;

import dev.vivarium.core.model.Node;
import org.jdbi.v3.core.statement.Update;

/** A node's row: the document, and beside it what is searched for. */
final class NodeRows {
    private NodeRows() {}

    /** Writes it, new or not; returns how many rows that were. */
    static int put(Fence fence, Node node) {
        Update update = fence.update(
                "INSERT INTO nodes (id, name, mac, hypervisor, state, generation, created_at, changed_at,"
                        + " version, document) "
                        + fence.values(":id, :name, :mac, :hypervisor, :state, :generation, :created,"
                                + " :changed, :version, :document")
                        + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, mac = excluded.mac,"
                        + " hypervisor = excluded.hypervisor, state = excluded.state, generation = excluded.generation,"
                        + " changed_at = excluded.changed_at, version = excluded.version, document = excluded.document");
        return update.bind("id", node.id().toString())
                .bind("name", node.spec().name())
                .bind("mac", node.identity().mac())
                .bind("hypervisor", node.spec().hypervisor())
                .bind("state", node.state().name())
                .bind("generation", node.generation())
                .bind("created", node.createdAt().toEpochMilli())
                .bind("changed", node.changedAt().toEpochMilli())
                .bind("version", Documents.NODE_VERSION)
                .bind("document", Documents.write(node))
                .execute();
    }
}
