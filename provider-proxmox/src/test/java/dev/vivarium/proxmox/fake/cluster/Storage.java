package dev.vivarium.proxmox.fake.cluster;

import dev.vivarium.proxmox.fake.http.Refusal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A storage as one node sees it; a shared one is the same object for all. Guarded by its cluster. */
public final class Storage {
    private final Cluster cluster;
    private final String id;
    private final String type;
    private final boolean shared;
    private final Set<String> contents;
    private final long total;
    private final Map<String, Volume> volumes = new TreeMap<>();

    Storage(Cluster cluster, String id, String type, boolean shared, long total, Set<String> contents) {
        this.cluster = cluster;
        this.id = id;
        this.type = type;
        this.shared = shared;
        this.total = total;
        this.contents = Set.copyOf(contents);
    }

    public String id() {
        return id;
    }

    /** {@code dir}, {@code nfs}, {@code lvmthin}, {@code lvm}, {@code zfspool} or {@code rbd}. */
    public String type() {
        return type;
    }

    public boolean isShared() {
        return shared;
    }

    public Set<String> contents() {
        return contents;
    }

    public long total() {
        return total;
    }

    public long used() {
        return volumes.values().stream().mapToLong(Volume::size).sum();
    }

    public long free() {
        return Math.max(0, total - used());
    }

    /** Whether volumes are files. */
    public boolean isDirectory() {
        return type.equals("dir") || type.equals("nfs") || type.equals("cifs");
    }

    public String path() {
        return id.equals("local") ? "/var/lib/vz" : "/mnt/pve/" + id;
    }

    public String defaultFormat() {
        return "raw";
    }

    /** Whether a volume can be snapshotted here. */
    public boolean canSnapshot(Volume volume) {
        return isDirectory() ? volume.format().equals("qcow2") : !type.equals("lvm");
    }

    /** Whether only the newest snapshot can be gone back to. */
    public boolean goesBackToNewestOnly() {
        return type.equals("zfspool");
    }

    public Collection<Volume> volumes() {
        return List.copyOf(volumes.values());
    }

    /** By its name behind the storage's. */
    public Optional<Volume> find(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** Makes a disk with the next free name. */
    public Volume allocate(int vmid, String kind, String format, long size, Optional<String> parent) {
        String suffix = isDirectory() ? "." + format : "";
        String owner = isDirectory() ? vmid + "/" : "";
        String base = parent.map(p -> p + "/").orElse("");
        if (!kind.equals("disk")) {
            return put(base + owner + "vm-" + vmid + "-" + kind + suffix, "images", format, vmid, size, parent, null);
        }
        int number = 0;
        while (isTaken(vmid, number)) {
            number++;
        }
        String name = base + owner + "vm-" + vmid + "-disk-" + number + suffix;
        return put(name, "images", format, vmid, size, parent, null);
    }

    private boolean isTaken(int vmid, int number) {
        String form = ".*(vm|base|subvol)-" + vmid + "-disk-" + number + "(\\..*)?";
        return volumes.keySet().stream().anyMatch(name -> name.matches(form));
    }

    /** Puts a volume here, in the place of one of the same name. */
    public Volume put(
            String name,
            String content,
            String format,
            int vmid,
            long size,
            Optional<String> parent,
            @org.jspecify.annotations.Nullable Path file) {
        long others = find(name).map(Volume::size).orElse(0L);
        if (file != null && size > free() + others) {
            throw Refusal.of("unable to copy: No space left on device");
        }
        Volume volume = new Volume(
                this,
                name,
                content,
                format,
                vmid,
                size,
                cluster.clock().instant().getEpochSecond(),
                parent,
                Optional.ofNullable(file));
        volumes.put(name, volume);
        return volume;
    }

    void rename(Volume volume, String to) {
        volumes.remove(volume.name());
        volume.renamed(to);
        volumes.put(to, volume);
    }

    public void remove(Volume volume) {
        volumes.remove(volume.name());
    }
}
