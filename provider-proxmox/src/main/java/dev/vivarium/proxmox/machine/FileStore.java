package dev.vivarium.proxmox.machine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.Pve;
import dev.vivarium.proxmox.api.StorageFile;
import dev.vivarium.proxmox.api.TaskWait;
import dev.vivarium.proxmox.api.Upid;
import dev.vivarium.proxmox.api.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images and media on the cluster's storages. Each is named by its content, so that a second upload of the same is none. An
 * upload appears whole or not at all. Seeds bear their node's id, too: they hold its secrets, and go with it; the bundle's
 * media are shared by all nodes of the installation.
 */
final class FileStore {
    private static final Pattern LAYER = Pattern.compile("([0-9a-f]{64})\\.iso");

    private final Pve pve;
    private final String prefix;

    FileStore(Pve pve, InstallationId installation) {
        this.pve = pve;
        this.prefix = "vivarium-" + installation + "-";
    }

    /** The disk image as a volume that a disk can be made from. */
    String image(String node, String files, Path image, Digest digest, Work work) {
        String format = String.valueOf(image.getFileName()).endsWith(".raw") ? ".raw" : ".qcow2";
        StorageFile target =
                new StorageFile(files, "import", "vivarium-" + digest.hex() + format, Optional.of(digest.hex()));
        return brought(node, target, image, "sending the disk image", work);
    }

    /** The media as volumes, by drive. */
    Map<Integer, String> media(String node, String files, NodeId owner, List<Medium> media, Work work) {
        Map<Integer, String> volumes = new TreeMap<>();
        for (Medium medium : media) {
            work.checkCancelled();
            boolean seed = medium.slot() == Medium.SEED_SLOT;
            // a bundle's medium is named by its layer's digest, and the guest checks every byte of it
            Optional<String> layer = seed ? Optional.empty() : layer(medium.file());
            String digest = layer.orElseGet(() -> digest(medium.file()));
            String name = seed ? seeds(owner) + digest.substring(0, 32) + ".iso" : prefix + digest + ".iso";
            Optional<String> checked = layer.isPresent() ? Optional.empty() : Optional.of(digest);
            StorageFile target = new StorageFile(files, "iso", name, checked);
            volumes.put(
                    medium.slot(), brought(node, target, medium.file(), "sending the medium " + medium.label(), work));
        }
        return volumes;
    }

    /** What bears this node's id. */
    List<String> ofNode(String node, String files, NodeId owner) {
        return named(node, files, seeds(owner));
    }

    /** The bundles' media of this installation. */
    List<String> shared(String node, String files) {
        Pattern one = Pattern.compile(Pattern.quote(files + ":iso/" + prefix) + "[0-9a-f]{64}\\.iso");
        return named(node, files, prefix).stream()
                .filter(volume -> one.matcher(volume).matches())
                .toList();
    }

    /** True for what this store made. */
    boolean isOurs(String volume) {
        return volume.contains(":iso/" + prefix);
    }

    void remove(String node, String volume, Work work) {
        pve.storage(node)
                .delete(volume)
                .ifPresent(task -> pve.waits().await(task, TaskWait.of("removing " + volume), work));
    }

    private String seeds(NodeId owner) {
        return prefix + owner + "-";
    }

    private List<String> named(String node, String files, String start) {
        return pve.storage(node).content(files, "iso").stream()
                .map(Volume::id)
                .filter(id -> id.startsWith(files + ":iso/" + start))
                .toList();
    }

    private String brought(String node, StorageFile target, Path file, String what, Work work) {
        boolean there = pve.storage(node).content(target.storage(), target.content()).stream()
                .anyMatch(v -> v.id().equals(target.volume()));
        if (!there) {
            work.progress(-1, what);
            Upid task = pve.storage(node).upload(target, file, work);
            pve.waits().await(task, TaskWait.of(what), work);
        }
        return target.volume();
    }

    private static Optional<String> layer(Path file) {
        Matcher m = LAYER.matcher(String.valueOf(file.getFileName()));
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    private static String digest(Path file) {
        try {
            if (!Files.isReadable(file)) {
                throw new IOException("it is not there");
            }
            return Digest.ofFile(file).hex();
        } catch (IOException | UncheckedIOException e) {
            throw new VivariumException(
                    Kind.NOT_FOUND, "proxmox.medium-missing", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
