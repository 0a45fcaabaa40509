package dev.vivarium.proxmox.fake.cluster;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A volume on a storage. Guarded by its cluster. */
public final class Volume {
    final Storage storage;
    private String name;
    private final String content;
    private final String format;
    private final int vmid;
    private final long created;
    private long size;
    private final Optional<String> parent;
    private final Optional<Path> file;
    private final Set<String> snapshots = new LinkedHashSet<>();

    Volume(
            Storage storage,
            String name,
            String content,
            String format,
            int vmid,
            long size,
            long created,
            Optional<String> parent,
            Optional<Path> file) {
        this.storage = storage;
        this.name = name;
        this.content = content;
        this.format = format;
        this.vmid = vmid;
        this.size = size;
        this.created = created;
        this.parent = parent;
        this.file = file;
    }

    public Storage storage() {
        return storage;
    }

    /** Behind the storage's name: {@code 107/vm-107-disk-0.qcow2}, {@code iso/x.iso}. */
    public String name() {
        return name;
    }

    /** The whole name. */
    public String id() {
        return storage.id() + ":" + name;
    }

    /** {@code images}, {@code rootdir}, {@code iso}, {@code import}, {@code vztmpl} or {@code snippets}. */
    public String content() {
        return content;
    }

    public String format() {
        return format;
    }

    /** 0 if it belongs to none. */
    public int vmid() {
        return vmid;
    }

    public long size() {
        return size;
    }

    public long created() {
        return created;
    }

    /** The base of a linked clone. */
    public Optional<String> parent() {
        return parent;
    }

    /** The bytes, of what was uploaded. */
    public Optional<Path> file() {
        return file;
    }

    public Set<String> snapshots() {
        return snapshots;
    }

    public void resize(long bytes) {
        size = bytes;
    }

    /** It becomes the base of linked clones. */
    public void becomeBase() {
        storage.rename(this, name.replace("vm-" + vmid + "-disk", "base-" + vmid + "-disk"));
    }

    void renamed(String to) {
        name = to;
    }

    /** Where it lies on a directory storage. */
    public String path() {
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        String owner = vmid + "/";
        return storage.path()
                + switch (content) {
                    case "iso" -> "/template/iso/" + last;
                    case "vztmpl" -> "/template/cache/" + last;
                    case "import" -> "/import/" + last;
                    case "snippets" -> "/snippets/" + last;
                    default -> "/images/" + (storage.isDirectory() ? owner : "") + last;
                };
    }
}
