package dev.vivarium.core.model;

import dev.vivarium.cloudinit.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects a {@link NodeSpec}; {@link #build()} checks it. */
public final class NodeSpecBuilder {
    private String name;
    private final Map<String, String> secrets = new TreeMap<>();
    private final List<Integer> publish = new ArrayList<>();
    private NodeId id;
    private String hypervisor = "local";
    private Supplier<ImageReference> image;
    private int cores = 4;
    private long memoryMiB = 16 * 1024;
    private long diskMiB = 80 * 1024;
    private NetworkMode network = NetworkMode.NAT;
    private final List<GpuChoice> whichGpus = new ArrayList<>();
    private int gpus;
    private @Nullable Path bundle;
    private Delivery delivery = NodeSpec.MEDIUM;
    private Duration inactivityLimit = Duration.ofMinutes(10);
    private NodeSpec.OnFailure onFailure = NodeSpec.OnFailure.KEEP;
    private boolean baseline;
    private final Map<String, String> labels = new TreeMap<>();

    NodeSpecBuilder(String name) {
        this.name = name;
        this.id = NodeId.random();
        this.image = parsed("ubuntu-22.04");
    }

    /** Begins with all that this one asks for. */
    NodeSpecBuilder(NodeSpec like) {
        this.name = like.name();
        this.id = like.id();
        this.hypervisor = like.hypervisor();
        this.image = like::image;
        this.cores = like.cores();
        this.memoryMiB = like.memoryMiB();
        this.diskMiB = like.diskMiB();
        this.network = like.network();
        this.gpus = like.gpus();
        this.whichGpus.addAll(like.whichGpus());
        this.bundle = like.bundle().orElse(null);
        this.secrets.putAll(like.secrets());
        this.delivery = like.delivery();
        this.publish.addAll(like.publish());
        this.inactivityLimit = like.inactivityLimit();
        this.onFailure = like.onFailure();
        this.baseline = like.baseline();
        this.labels.putAll(like.labels());
    }

    NodeSpecBuilder identity(NodeId newId, String newName) {
        this.id = newId;
        this.name = newName;
        return this;
    }

    NodeSpecBuilder contents(Optional<Path> newBundle, Map<String, String> newSecrets) {
        this.bundle = newBundle.orElse(null);
        this.secrets.clear();
        this.secrets.putAll(newSecrets);
        return this;
    }

    /** The identity; random if not said. */
    public NodeSpecBuilder id(NodeId value) {
        this.id = value;
        return this;
    }

    /** The hypervisor's configured name. */
    public NodeSpecBuilder on(String value) {
        this.hypervisor = value;
        return this;
    }

    /** The image, in one of the forms of {@link ImageReference}. */
    public NodeSpecBuilder image(String value) {
        this.image = parsed(value);
        return this;
    }

    /** Virtual CPUs. */
    public NodeSpecBuilder cores(int value) {
        this.cores = value;
        return this;
    }

    /** Memory; see {@link Size}. */
    public NodeSpecBuilder memory(Size value) {
        this.memoryMiB = value.mebibytes();
        return this;
    }

    /** Disk; see {@link Size}. */
    public NodeSpecBuilder disk(Size value) {
        this.diskMiB = value.mebibytes();
        return this;
    }

    /** How it meets the network. */
    public NodeSpecBuilder network(NetworkMode value) {
        this.network = value;
        return this;
    }

    /** How many GPUs. */
    public NodeSpecBuilder gpus(int value) {
        this.gpus = value;
        return this;
    }

    /** One more GPU, this one. */
    public NodeSpecBuilder gpu(GpuChoice value) {
        this.gpus++;
        this.whichGpus.add(value);
        return this;
    }

    /** The directory that holds {@code bundle.yaml}. */
    public NodeSpecBuilder bundle(Path value) {
        this.bundle = value.toAbsolutePath().normalize();
        return this;
    }

    /**
     * Where the value of one of the bundle's secrets is kept.
     *
     * @param reference {@code env:VARIABLE} or {@code file:/PATH}
     */
    public NodeSpecBuilder secret(String secret, String reference) {
        this.secrets.put(secret, reference);
        return this;
    }

    /** How the bundle comes into the guest. */
    public NodeSpecBuilder delivery(Delivery value) {
        this.delivery = value;
        return this;
    }

    /** One more guest TCP port to publish. */
    public NodeSpecBuilder publish(int port) {
        this.publish.add(port);
        return this;
    }

    /** How long nothing may move. */
    public NodeSpecBuilder inactivityLimit(Duration value) {
        this.inactivityLimit = value;
        return this;
    }

    /** What becomes of a started machine that failed. */
    public NodeSpecBuilder onFailure(NodeSpec.OnFailure value) {
        this.onFailure = value;
        return this;
    }

    /** Take a first snapshot as soon as the node is READY. */
    public NodeSpecBuilder baseline(boolean value) {
        this.baseline = value;
        return this;
    }

    /** One more label. */
    public NodeSpecBuilder label(String key, String value) {
        this.labels.put(key, value);
        return this;
    }

    NodeSpecBuilder labels(Map<String, String> all) {
        this.labels.clear();
        this.labels.putAll(all);
        return this;
    }

    /** @throws VivariumException of kind INVALID if a value makes no sense */
    public NodeSpec build() {
        return new NodeSpec(
                id,
                name,
                hypervisor,
                image.get(),
                cores,
                memoryMiB,
                diskMiB,
                network,
                gpus,
                Optional.ofNullable(bundle),
                secrets,
                delivery,
                publish,
                inactivityLimit,
                onFailure,
                baseline,
                whichGpus,
                labels);
    }

    /** What is wrong with it is told by {@link #build()}, like all else. */
    private static Supplier<ImageReference> parsed(String image) {
        return () -> {
            try {
                return ImageReference.parse(image);
            } catch (IllegalArgumentException e) {
                throw new VivariumException(Kind.INVALID, "node.image", String.valueOf(e.getMessage()), e);
            }
        };
    }
}
