package dev.vivarium.client.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node shall be; what is not said is the service's default. Made by {@link #builder}.
 *
 * @param hypervisor its configured name; the first one by default
 * @param image a name of the catalogue, {@code https://…#sha256:HEX}, {@code file:PATH} on the service's host, or {@code template:NAME}
 * @param gpus one entry a GPU: {@code any}, {@code VENDOR:DEVICE} or an address
 * @param bundle a bundle's id, or a directory on the service's host
 * @param secrets where the service finds each of the bundle's secrets: {@code env:NAME} or {@code file:PATH}, never the value
 * @param delivery {@code medium}, {@code sftp}, {@code url=…}, {@code nfs=…} or {@code smb=…}
 * @param publish guest ports to publish beside 22 and the bundle's own
 * @param inactivityLimit how long nothing may move before work is given up
 * @param onFailure what becomes of a machine that was started and failed
 * @param baseline take a first snapshot as soon as the node is ready
 */
public record NodeSpec(
        String name,
        Optional<String> hypervisor,
        Optional<String> image,
        Optional<Integer> cores,
        Optional<Long> memoryMiB,
        Optional<Long> diskMiB,
        Optional<Network> network,
        List<String> gpus,
        Optional<String> bundle,
        Map<String, String> secrets,
        Optional<String> delivery,
        List<Integer> publish,
        Optional<Duration> inactivityLimit,
        Optional<OnFailure> onFailure,
        Optional<Boolean> baseline,
        Map<String, String> labels) {
    public NodeSpec {
        gpus = Copies.list(gpus);
        secrets = Copies.map(secrets);
        publish = Copies.list(publish);
        labels = Copies.map(labels);
    }

    /** How a node meets the network. */
    public enum Network {
        NAT,
        ISOLATED
    }

    /** What becomes of a machine that was started and failed. */
    public enum OnFailure {
        KEEP,
        DELETE
    }

    /** Begins with the service's defaults. */
    public static NodeSpecBuilder builder(String name) {
        return new NodeSpecBuilder(name);
    }
}
