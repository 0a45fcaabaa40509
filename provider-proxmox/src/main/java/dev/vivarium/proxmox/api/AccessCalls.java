package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** The rights of the one who asks. */
public final class AccessCalls {
    private final Wire wire;

    AccessCalls(Wire wire) {
        this.wire = wire;
    }

    /**
     * The privileges on a path, inherited ones included.
     *
     * @param path such as {@code /vms/100}, {@code /storage/local}, {@code /}
     * @return such as {@code VM.Audit}; empty if there are none
     */
    public Set<String> privileges(String path) {
        JsonNode all = wire.ask(PveCall.get(Params.none().with("path", path), "access", "permissions"));
        // An empty Perl hash comes as {}, and in some releases as [].
        return all.isObject() && all.path(path).isObject()
                ? new TreeSet<>(Fields.of(all.path(path)).texts().keySet())
                : Set.of();
    }
}
