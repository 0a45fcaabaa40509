package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The volumes on a node's storages. */
public final class StorageCalls {
    private final Wire wire;
    private final String node;

    StorageCalls(Wire wire, String node) {
        this.wire = wire;
        this.node = node;
    }

    /** All that is on a storage and may be seen. */
    public List<Volume> content(String storage) {
        return content(storage, Params.none());
    }

    /** What is of one kind, such as {@code iso}. */
    public List<Volume> content(String storage, String kind) {
        return content(storage, Params.none().with("content", kind));
    }

    /** A guest's volumes, leftovers of a failed create included; without what belongs to no guest. */
    public List<Volume> ofGuest(String storage, int guest) {
        return content(storage, Params.none().with("vmid", guest)).stream()
                .filter(volume -> volume.guest().orElse(-1) == guest)
                .toList();
    }

    /**
     * Deletes a volume; fine if it is gone already.
     *
     * @return the task that does it; absent where it was done at once
     */
    public Optional<Upid> delete(String volume) {
        JsonNode answer = wire.ask(PveCall.delete(
                Params.none(), PveCall.volume(volume, "nodes", node, "storage", storage(volume), "content")));
        return Fields.plain(answer).map(Upid::parse);
    }

    /**
     * Sends a file; one of that name is replaced. It is streamed, and spooled on the node's root disk first. When it is over
     * there, the task that is named here still checks and moves it.
     *
     * @param work told how far it is; cancelling it ends the transfer
     * @throws VivariumException of kind INVALID if the file cannot be read or shrinks meanwhile; of code {@link
     *     PveErrors#UNANSWERED} if the connection broke
     */
    public Upid upload(StorageFile target, Path file, Work work) {
        UploadBody body;
        try {
            body = new UploadBody(file, target.name(), work, wire.random());
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.INVALID, "proxmox.file", "the file to upload cannot be read: " + e.getMessage(), e);
        }
        return upid(
                wire.ask(PveCall.upload(target.params(), body, "nodes", node, "storage", target.storage(), "upload")));
    }

    /**
     * Has the node fetch a file; refused in the task if there is one of that name.
     *
     * @param url http or https, as the node reaches it
     */
    public Upid download(StorageFile target, String url) {
        Params params = target.params().with("filename", target.name()).with("url", url);
        return upid(wire.ask(PveCall.post(params, "nodes", node, "storage", target.storage(), "download-url")));
    }

    private List<Volume> content(String storage, Params which) {
        return Fields.listOf(wire.ask(PveCall.get(which, "nodes", node, "storage", storage, "content"))).stream()
                .map(Volume::read)
                .toList();
    }

    static Upid upid(JsonNode answer) {
        return Upid.parse(Fields.plain(answer).orElse(""));
    }

    private static String storage(String volume) {
        int colon = volume.indexOf(':');
        if (colon < 1) {
            throw PveSettings.wrong("a volume is named as STORAGE:NAME");
        }
        return volume.substring(0, colon);
    }
}
