package dev.vivarium.client.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a {@link NodeSpec}; what is not said is the service's default. */
public final class NodeSpecBuilder {
    private final String name;
    private final List<String> gpus = new ArrayList<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private final List<Integer> publish = new ArrayList<>();
    private final Map<String, String> labels = new TreeMap<>();
    private @Nullable String hypervisor;
    private @Nullable String image;
    private @Nullable Integer cores;
    private @Nullable Long memoryMiB;
    private @Nullable Long diskMiB;
    private NodeSpec.@Nullable Network network;
    private @Nullable String bundle;
    private @Nullable String delivery;
    private @Nullable Duration inactivityLimit;
    private NodeSpec.@Nullable OnFailure onFailure;
    private @Nullable Boolean baseline;

    NodeSpecBuilder(String name) {
        this.name = name;
    }

    /** Where it runs, by its configured name. */
    public NodeSpecBuilder hypervisor(String value) {
        hypervisor = value;
        return this;
    }

    /** What its disk starts from. */
    public NodeSpecBuilder image(String value) {
        image = value;
        return this;
    }

    /** Virtual CPUs. */
    public NodeSpecBuilder cores(int value) {
        cores = value;
        return this;
    }

    /** Memory. */
    public NodeSpecBuilder memoryMiB(long value) {
        memoryMiB = value;
        return this;
    }

    /** Disk. */
    public NodeSpecBuilder diskMiB(long value) {
        diskMiB = value;
        return this;
    }

    /** How it meets the network. */
    public NodeSpecBuilder network(NodeSpec.Network value) {
        network = value;
        return this;
    }

    /** A bundle's id, or a directory on the service's host. */
    public NodeSpecBuilder bundle(String value) {
        bundle = value;
        return this;
    }

    /** How the bundle comes in. */
    public NodeSpecBuilder delivery(String value) {
        delivery = value;
        return this;
    }

    /** How long nothing may move. */
    public NodeSpecBuilder inactivityLimit(Duration value) {
        inactivityLimit = value;
        return this;
    }

    /** What becomes of a machine that was started and failed. */
    public NodeSpecBuilder onFailure(NodeSpec.OnFailure value) {
        onFailure = value;
        return this;
    }

    /** Whether a first snapshot is taken as soon as the node is ready. */
    public NodeSpecBuilder baseline(boolean value) {
        baseline = value;
        return this;
    }

    /** One more GPU: {@code any}, {@code VENDOR:DEVICE} or an address. */
    public NodeSpecBuilder gpu(String which) {
        gpus.add(which);
        return this;
    }

    /** Where the service finds one of the bundle's secrets: {@code env:NAME} or {@code file:PATH}. */
    public NodeSpecBuilder secret(String ofName, String where) {
        secrets.put(ofName, where);
        return this;
    }

    /** One more guest port to publish. */
    public NodeSpecBuilder publish(int guestPort) {
        publish.add(guestPort);
        return this;
    }

    /** A label. */
    public NodeSpecBuilder label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    /** The wish. */
    public NodeSpec build() {
        return new NodeSpec(
                name,
                Optional.ofNullable(hypervisor),
                Optional.ofNullable(image),
                Optional.ofNullable(cores),
                Optional.ofNullable(memoryMiB),
                Optional.ofNullable(diskMiB),
                Optional.ofNullable(network),
                gpus,
                Optional.ofNullable(bundle),
                secrets,
                Optional.ofNullable(delivery),
                publish,
                Optional.ofNullable(inactivityLimit),
                Optional.ofNullable(onFailure),
                Optional.ofNullable(baseline),
                labels);
    }
}
