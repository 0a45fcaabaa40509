package dev.vivarium.core.model;

import dev.vivarium.cloudinit.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the user wants. Made by {@link #builder(String)}; what is not said has a sensible default.
 *
 * @param id chosen before anything is made
 * @param name unique in the installation; letters, digits, {@code . _ -} of any script, at most 63 characters
 * @param hypervisor the configured name; {@code local} by default
 * @param image what the disk starts from; Ubuntu 22.04 by default
 * @param cores virtual CPUs; 4 by default
 * @param memoryMiB memory; 16 GiB by default
 * @param diskMiB disk size; 80 GiB by default
 * @param network how it meets the network; NAT by default
 * @param gpus how many GPUs to pass through; none by default
 * @param bundle the directory with {@code bundle.yaml}; without one the node is READY when its system is up
 * @param secrets where the value of each of the bundle's secrets is kept, by name: {@code env:VAR} or {@code file:/PATH};
 *     never a value
 * @param delivery how the bundle comes into the guest; on media in its drives by default
 * @param publish guest TCP ports to publish beside 22 and the bundle's own
 * @param inactivityLimit how long nothing may move before work is given up; 10 minutes by default
 * @param onFailure what becomes of a machine that was started and failed; kept by default
 * @param baseline whether a first snapshot is taken as soon as the node is READY
 * @param whichGpus which GPUs, as far as that matters; the others may be any
 * @param labels by which it is chosen; see {@link Labels}
 */
public record NodeSpec(
        NodeId id,
        String name,
        String hypervisor,
        ImageReference image,
        int cores,
        long memoryMiB,
        long diskMiB,
        NetworkMode network,
        int gpus,
        Optional<Path> bundle,
        Map<String, String> secrets,
        Delivery delivery,
        List<Integer> publish,
        Duration inactivityLimit,
        OnFailure onFailure,
        boolean baseline,
        List<GpuChoice> whichGpus,
        Map<String, String> labels) {

    static final Delivery MEDIUM = new Delivery.Medium();
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,62}");

    private static final Pattern SECRET = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:/.+");

    /** What becomes of a machine that was started and failed. */
    public enum OnFailure {
        /** It stays, with its logs, for {@code verify} or {@code rm}. */
        KEEP,
        /** It is removed. */
        DELETE
    }

    /** @throws VivariumException of kind INVALID if a value makes no sense */
    public NodeSpec {
        publish = List.copyOf(publish);
        whichGpus = whichGpus == null ? List.of() : List.copyOf(whichGpus); // journals of the first release have none
        secrets = secrets == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(secrets)); // the same
        labels = Labels.checked(labels); // older journals have none
        delivery = Objects.requireNonNullElse(delivery, MEDIUM); // older journals do not have it
        check(NAME.matcher(name).matches(), "node.name", "a node's name has 1 to 63 letters, digits or . _ -");
        check(cores >= 1 && cores <= 1024, "node.cores", "cores must be from 1 to 1024");
        check(memoryMiB >= 128, "node.memory", "memory must be at least 128 MiB");
        check(diskMiB >= 1024, "node.disk", "the disk must be at least 1 GiB");
        check(gpus >= 0, "node.gpus", "the number of GPUs cannot be negative");
        check(whichGpus.size() <= gpus, "node.gpus", "more GPUs are named than the node gets");
        check(publish.stream().allMatch(p -> p >= 1 && p <= 65535), "node.ports", "a port is from 1 to 65535");
        // what is wrong may be the secret itself, so it is not repeated
        check(
                secrets.values().stream().allMatch(r -> SECRET.matcher(r).matches()),
                "node.secret",
                "a secret is given as env:VARIABLE or file:/PATH, never as the value itself");
        check(inactivityLimit.compareTo(Duration.ZERO) > 0, "node.inactivity", "the inactivity limit must be positive");
    }

    /** Begins with all defaults. */
    public static NodeSpecBuilder builder(String name) {
        return new NodeSpecBuilder(name);
    }

    /** True if the other asks for the same node; ids do not count, as a second {@code up} brings a new one. */
    public boolean asksTheSameAs(NodeSpec other) {
        return with(other.id).equals(other);
    }

    /** The same wish under another id. */
    public NodeSpec with(NodeId newId) {
        return with(newId, name);
    }

    /** The same wish for another node. */
    public NodeSpec with(NodeId newId, String newName) {
        return new NodeSpecBuilder(this).identity(newId, newName).build();
    }

    /** The same wish with another bundle, and other places of secrets. */
    public NodeSpec with(Optional<Path> newBundle, Map<String, String> newSecrets) {
        return new NodeSpecBuilder(this).contents(newBundle, newSecrets).build();
    }

    /** The same wish with other labels. */
    public NodeSpec labelled(Map<String, String> newLabels) {
        return new NodeSpecBuilder(this).labels(newLabels).build();
    }

    /** One choice for each GPU. */
    public List<GpuChoice> wantedGpus() {
        List<GpuChoice> wanted = new ArrayList<>(whichGpus);
        while (wanted.size() < gpus) {
            wanted.add(new GpuChoice.Any());
        }
        return List.copyOf(wanted);
    }

    private static void check(boolean holds, String code, String message) {
        if (!holds) {
            throw new VivariumException(Kind.INVALID, code, message);
        }
    }
}
