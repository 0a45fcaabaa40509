package dev.vivarium.proxmox.api;

import java.util.Optional;

/**
 * A copy of a guest that is to be made.
 *
 * @param newId of the copy
 * @param name of the copy
 * @param full a copy of its own; a linked one is possible of templates only, and lives on the template's disk
 * @param snapshot of which moment; absent for the present one
 * @param storage where the copy's disks go, for a full one; absent for the source's own
 * @param format of the copy's disks, for a full one
 * @param target on which node; absent for the source's own. Another only where the storage is shared
 * @param pool that the copy belongs to
 * @param description of the copy
 */
public record CloneRequest(
        int newId,
        String name,
        boolean full,
        Optional<String> snapshot,
        Optional<String> storage,
        Optional<String> format,
        Optional<String> target,
        Optional<String> pool,
        Optional<String> description) {

    Params params(GuestType type) {
        return Params.none()
                .with("newid", newId)
                .with(type == GuestType.LXC ? "hostname" : "name", name)
                .with("full", full)
                .with("snapname", snapshot)
                .with("storage", storage)
                .with("format", type == GuestType.LXC ? Optional.empty() : format)
                .with("target", target)
                .with("pool", pool)
                .with("description", description);
    }
}
