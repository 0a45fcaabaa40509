package dev.vivarium.service.nodes;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.core.config.NodeDefaults;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the user wants, on the wire; what is not said has its default from {@code vivarium.yaml}. */
record NodeSpecBody(
        String name,
        Optional<String> hypervisor,
        Optional<String> image,
        Optional<Integer> cores,
        Optional<Long> memoryMiB,
        Optional<Long> diskMiB,
        Optional<NetworkMode> network,
        Optional<List<String>> gpus,
        Optional<String> bundle,
        Optional<Map<String, String>> secrets,
        Optional<String> delivery,
        Optional<List<Integer>> publish,
        Optional<Duration> inactivityLimit,
        Optional<NodeSpec.OnFailure> onFailure,
        Optional<Boolean> baseline,
        Optional<Map<String, String>> labels) {

    static NodeSpecBody of(NodeSpec spec) {
        List<String> gpus = spec.wantedGpus().stream().map(GpuChoice::toString).toList();
        return new NodeSpecBody(
                spec.name(),
                Optional.of(spec.hypervisor()),
                Optional.of(spec.image().toString()),
                Optional.of(spec.cores()),
                Optional.of(spec.memoryMiB()),
                Optional.of(spec.diskMiB()),
                Optional.of(spec.network()),
                Optional.of(gpus).filter(g -> !g.isEmpty()),
                spec.bundle().map(Path::toString),
                Optional.of(spec.secrets()).filter(s -> !s.isEmpty()),
                Optional.of(spec.delivery().toString()),
                Optional.of(spec.publish()).filter(p -> !p.isEmpty()),
                Optional.of(spec.inactivityLimit()),
                Optional.of(spec.onFailure()),
                Optional.of(spec.baseline()),
                Optional.of(spec.labels()).filter(l -> !l.isEmpty()));
    }

    /**
     * The wish.
     *
     * @param id the node's
     * @param bundles finds the directory of a bundle
     * @param allLabels those that the node gets
     * @throws IllegalArgumentException or a VivariumException of kind INVALID that says what makes no sense
     */
    NodeSpec wish(NodeId id, NodeDefaults defaults, Function<String, Path> bundles, Map<String, String> allLabels) {
        NodeSpecBuilder wish = defaults.node(name).id(id);
        hypervisor.ifPresent(wish::on);
        image.ifPresent(wish::image);
        cores.ifPresent(wish::cores);
        memoryMiB.ifPresent(m -> wish.memory(Size.MiB(m)));
        diskMiB.ifPresent(d -> wish.disk(Size.MiB(d)));
        network.ifPresent(wish::network);
        gpus.ifPresent(all -> all.forEach(g -> wish.gpu(GpuChoice.parse(g))));
        bundle.ifPresent(b -> wish.bundle(bundles.apply(b)));
        secrets.ifPresent(all -> all.forEach(wish::secret));
        delivery.ifPresent(d -> wish.delivery(Delivery.parse(d)));
        publish.ifPresent(all -> all.forEach(wish::publish));
        inactivityLimit.ifPresent(wish::inactivityLimit);
        onFailure.ifPresent(wish::onFailure);
        baseline.ifPresent(wish::baseline);
        allLabels.forEach(wish::label);
        return wish.build();
    }
}
