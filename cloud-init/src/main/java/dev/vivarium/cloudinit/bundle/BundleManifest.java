package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.InputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code bundle.yaml} says. Every name is unique among its kind, and every path is relative to the bundle's directory,
 * with {@code /} between its parts.
 *
 * @param name the bundle's name: lower-case letters, digits, {@code - . _}
 * @param release the bundle's own version
 * @param layers at least one; what no layer names belongs to the last
 * @param services what runs, in the order in which it is started
 * @param ports guest TCP ports to publish
 * @param health what must hold before the node is READY
 * @param probes questions, and what must hold in the answers
 * @param state directories that change while the node lives
 * @param preserve those of {@code state} that a rollback should keep
 * @param secrets names of values given when the node is created
 * @param hooks scripts that the guest runs at certain moments
 * @param requires what the bundle needs of its machine
 */
public record BundleManifest(
        String name,
        String release,
        List<Layer> layers,
        List<Service> services,
        List<PublishedPort> ports,
        List<HealthCheck> health,
        List<Probe> probes,
        List<String> state,
        List<String> preserve,
        List<String> secrets,
        Hooks hooks,
        Requirements requires) {

    /** The manifest's name at the top of the bundle's directory. */
    public static final String FILE_NAME = "bundle.yaml";

    public BundleManifest {
        layers = List.copyOf(layers);
        services = List.copyOf(services);
        ports = List.copyOf(ports);
        health = List.copyOf(health);
        probes = List.copyOf(probes);
        state = List.copyOf(state);
        preserve = List.copyOf(preserve);
        secrets = List.copyOf(secrets);
    }

    /**
     * Reads a manifest.
     *
     * @param source the file as the user knows it, for messages
     * @param text its content
     * @throws InputException with the line, if anything is unknown, missing or of the wrong kind
     */
    public static BundleManifest parse(String source, String text) {
        return ManifestReader.read(source, text);
    }

    /** One medium's share of the bundle. @param paths files and directories; empty for the last layer's remainder */
    public record Layer(String name, List<String> paths) {
        public Layer {
            paths = List.copyOf(paths);
        }
    }

    /** A guest TCP port that the host publishes. */
    public record PublishedPort(String name, int port) {}

    /**
     * Scripts of the bundle, by their paths in it.
     *
     * @param init run once per release, before its services start
     * @param quiesce run right before a snapshot is taken of the running guest
     * @param resume run right after it, and after a rollback to it; must do no harm where nothing is quiet
     */
    public record Hooks(Optional<String> init, Optional<String> quiesce, Optional<String> resume) {
        /** No hooks. */
        public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty(), Optional.empty());

        /** Those that there are. */
        public List<String> files() {
            return Stream.of(init, quiesce, resume).flatMap(Optional::stream).toList();
        }
    }

    /**
     * What the bundle needs of its machine; 0 means that it does not say.
     *
     * @param cpuFeatures flags as Linux writes them in {@code /proc/cpuinfo}
     */
    public record Requirements(long memoryMiB, long diskMiB, int cores, boolean gpu, List<String> cpuFeatures) {
        /** Nothing in particular. */
        public static final Requirements NONE = new Requirements(0, 0, 0, false, List.of());

        public Requirements {
            cpuFeatures = List.copyOf(cpuFeatures);
        }
    }
}
