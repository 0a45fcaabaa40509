package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The guests of one type on one node. A call that names a task has only begun it: {@link TaskWaits#await}. */
public final class GuestCalls {
    private final Wire wire;
    private final String node;
    private final GuestType type;

    GuestCalls(Wire wire, String node, GuestType type) {
        this.wire = wire;
        this.node = node;
        this.type = type;
    }

    /**
     * Makes one. Keep the id in the journal first, and the task's name right after.
     *
     * @param settings as the schema has them, such as {@code memory}, {@code scsi0}, {@code ostemplate}; without {@code start},
     *     which would start it in another task
     * @throws dev.vivarium.core.model.VivariumException of code {@code proxmox.id-taken} if the id is in use; in the task perhaps
     */
    public Upid create(int id, Params settings) {
        return StorageCalls.upid(
                wire.ask(PveCall.post(Params.none().with("vmid", id).and(settings), "nodes", node, type.path())));
    }

    /** Its configuration as the next start will have it. */
    public GuestConfig config(int id) {
        return config(id, Params.none());
    }

    /** Its configuration as it runs now. */
    public GuestConfig runningConfig(int id) {
        return config(id, Params.none().with("current", true));
    }

    /**
     * Changes the configuration, and waits for it.
     *
     * @param digest of the configuration that was read; refused with code {@code proxmox.digest} if it has changed since
     * @param changes new values; {@code delete} names those to take away
     */
    public void change(int id, String digest, Params changes) {
        wire.ask(PveCall.put(changes.with("digest", digest), at(id, "config")));
    }

    /** Changes a virtual machine's configuration in a task: for what takes long, such as a new disk. */
    public Optional<Upid> changeInTask(int id, String digest, Params changes) {
        return task(wire.ask(PveCall.post(changes.with("digest", digest), at(id, "config"))));
    }

    /** How it is. */
    public GuestStatus status(int id) {
        return GuestStatus.read(Fields.of(wire.ask(PveCall.get(Params.none(), at(id, "status", "current")))));
    }

    /** Starts it; one that runs already fails in the task, with code {@code proxmox.running}. */
    public Upid start(int id) {
        return StorageCalls.upid(wire.ask(PveCall.post(Params.none(), at(id, "status", "start"))));
    }

    /** Lets a virtual machine run on that is paused. */
    public Upid resume(int id) {
        return StorageCalls.upid(wire.ask(PveCall.post(Params.none(), at(id, "status", "resume"))));
    }

    /** Cuts its power; ends a shutdown that waits for the guest. Fine if it is stopped. */
    public Upid stop(int id) {
        return StorageCalls.upid(
                wire.ask(PveCall.post(Params.none().with("overrule-shutdown", true), at(id, "status", "stop"))));
    }

    /** Asks it to shut down; fails in the task, with code {@code proxmox.shutdown-timeout}, if it does not within the time. */
    public Upid shutdown(int id, Duration within) {
        return StorageCalls.upid(wire.ask(
                PveCall.post(Params.none().with("timeout", within.toSeconds()), at(id, "status", "shutdown"))));
    }

    /** Deletes a stopped one with its disks, snapshots, and what refers to it in backup jobs and the like. */
    public Upid delete(int id) {
        return StorageCalls.upid(wire.ask(PveCall.delete(Params.none().with("purge", true), at(id))));
    }

    /**
     * Makes a disk larger.
     *
     * @param size all of it, such as {@code 80G}
     */
    public Optional<Upid> resize(int id, String disk, String size) {
        return task(wire.ask(PveCall.put(Params.none().with("disk", disk).with("size", size), at(id, "resize"))));
    }

    /** Copies it. */
    public Upid copy(int id, CloneRequest request) {
        return StorageCalls.upid(wire.ask(PveCall.post(request.params(type), at(id, "clone"))));
    }

    /** Makes a template of it, for good. */
    public Optional<Upid> makeTemplate(int id) {
        return task(wire.ask(PveCall.post(Params.none(), at(id, "template"))));
    }

    /**
     * Whether its disks allow this.
     *
     * @param feature {@code snapshot}, {@code clone} or {@code copy}
     */
    public boolean hasFeature(int id, String feature) {
        return Fields.of(wire.ask(PveCall.get(Params.none().with("feature", feature), at(id, "feature"))))
                .flag("hasFeature");
    }

    /** Its snapshots. */
    public SnapshotCalls snapshots() {
        return new SnapshotCalls(wire, node, type);
    }

    /** Opens its serial console, or a container's; it waits some seconds for somebody to come. */
    public Terminal terminal(int id) {
        Fields answer = Fields.of(wire.ask(PveCall.post(Params.none(), at(id, "termproxy"))));
        return new Terminal(
                answer.needInt("port"), Secret.of(answer.need("ticket")), answer.text("user", ""), answer.text("upid"));
    }

    /**
     * A console that waits for one connection.
     *
     * @param port of the node, and of the websocket {@code vncwebsocket}
     * @param ticket that it takes, and the websocket too
     * @param user that the ticket is for
     */
    public record Terminal(int port, Secret ticket, String user, Optional<String> task) {}

    private GuestConfig config(int id, Params which) {
        return GuestConfig.read(Fields.of(wire.ask(PveCall.get(which, at(id, "config")))));
    }

    private static Optional<Upid> task(JsonNode answer) {
        return Fields.plain(answer).filter(text -> !text.isEmpty()).map(Upid::parse);
    }

    private String[] at(int id, String... more) {
        List<String> path = new ArrayList<>(List.of("nodes", node, type.path(), Integer.toString(id)));
        path.addAll(List.of(more));
        return path.toArray(String[]::new);
    }
}
