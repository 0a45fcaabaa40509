package dev.vivarium.proxmox.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots of the guests of one type on one node. Names have 2 to 40 letters, digits, lines and underscores, a letter first;
 * {@code current} and {@code pending} are taken.
 */
public final class SnapshotCalls {
    private final Wire wire;
    private final String node;
    private final GuestType type;

    SnapshotCalls(Wire wire, String node, GuestType type) {
        this.wire = wire;
        this.node = node;
        this.type = type;
    }

    /** All of a guest. */
    public SnapshotTree list(int guest) {
        return SnapshotTree.read(Fields.listOf(wire.ask(PveCall.get(Params.none(), at(guest)))));
    }

    /**
     * Takes one; a name that is taken fails in the task, with code {@code proxmox.snapshot-exists}.
     *
     * @param withMemory of a virtual machine; quietly ignored by the server if it is stopped. Never ask for it with a device
     *     passed through: it fails in the task, and so do later snapshots until the machine starts again
     */
    public Upid create(int guest, String name, String description, boolean withMemory) {
        Params params = Params.none()
                .with("snapname", name)
                .with("description", description)
                .when("vmstate", withMemory && type == GuestType.QEMU);
        return StorageCalls.upid(wire.ask(PveCall.post(params, at(guest))));
    }

    /**
     * Goes back to one. With memory in it a machine runs afterwards, without it is stopped; some storages go back to the newest
     * one only.
     *
     * @param start starts it in another task, which this one does not wait for
     */
    public Upid rollback(int guest, String name, boolean start) {
        return StorageCalls.upid(
                wire.ask(PveCall.post(Params.none().when("start", start), at(guest, name, "rollback"))));
    }

    /**
     * Deletes one.
     *
     * @param force takes it out of the list even if its disks' part cannot be removed
     */
    public Upid delete(int guest, String name, boolean force) {
        return StorageCalls.upid(wire.ask(PveCall.delete(Params.none().when("force", force), at(guest, name))));
    }

    /** The guest's configuration at that moment; without passwords. */
    public GuestConfig config(int guest, String name) {
        return GuestConfig.read(Fields.of(wire.ask(PveCall.get(Params.none(), at(guest, name, "config")))));
    }

    /** Changes the description. */
    public void describe(int guest, String name, String description) {
        wire.ask(PveCall.put(Params.none().with("description", description), at(guest, name, "config")));
    }

    private String[] at(int guest, String... more) {
        List<String> path = new ArrayList<>(List.of("nodes", node, type.path(), Integer.toString(guest), "snapshot"));
        path.addAll(List.of(more));
        return path.toArray(String[]::new);
    }
}
