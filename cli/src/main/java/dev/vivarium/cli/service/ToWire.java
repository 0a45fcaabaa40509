package dev.vivarium.cli.service;

import dev.vivarium.cli.nodes.NodeWish;
import dev.vivarium.client.model.NodeSpec;
import dev.vivarium.client.model.NodeSpecBuilder;
import dev.vivarium.client.model.SnapshotKind;
import dev.vivarium.client.model.SnapshotRequest;
import dev.vivarium.client.model.SnapshotWish;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.model.GpuChoice;
import java.util.function.Consumer;

/** The library's wishes as a service takes them. What the user did not say is left to the service. */
final class ToWire {
    private ToWire() {}

    /**
     * A node.
     *
     * @param bundle the bundle's id, or its directory on the service's host
     */
    static NodeSpec spec(NodeWish wish, String bundle) {
        dev.vivarium.core.model.NodeSpec s = wish.spec();
        NodeSpecBuilder spec = NodeSpec.builder(s.name());
        Said said = (member, set) -> {
            if (wish.said().contains(member)) {
                set.accept(spec);
            }
        };
        said.of("hypervisor", b -> b.hypervisor(s.hypervisor()));
        said.of("image", b -> b.image(s.image().toString()));
        said.of("cores", b -> b.cores(s.cores()));
        said.of("memoryMiB", b -> b.memoryMiB(s.memoryMiB()));
        said.of("diskMiB", b -> b.diskMiB(s.diskMiB()));
        said.of("network", b -> b.network(NodeSpec.Network.valueOf(s.network().name())));
        said.of("gpus", b -> s.wantedGpus().stream().map(GpuChoice::toString).forEach(b::gpu));
        said.of("bundle", b -> b.bundle(bundle));
        said.of("secrets", b -> s.secrets().forEach(b::secret));
        said.of("delivery", b -> b.delivery(s.delivery().toString()));
        said.of("publish", b -> s.publish().forEach(b::publish));
        said.of("inactivityLimit", b -> b.inactivityLimit(s.inactivityLimit()));
        said.of(
                "onFailure",
                b -> b.onFailure(NodeSpec.OnFailure.valueOf(s.onFailure().name())));
        said.of("baseline", b -> b.baseline(s.baseline()));
        said.of("labels", b -> s.labels().forEach(b::label));
        return spec.build();
    }

    /** Sets a member that was said. */
    private interface Said {
        void of(String member, Consumer<NodeSpecBuilder> set);
    }

    static SnapshotRequest snapshot(SnapshotNode.Request r) {
        return SnapshotRequest.named(r.name())
                .id(r.id().value())
                .kind(r.kind().map(k -> SnapshotWish.valueOf(k.name())).orElse(SnapshotWish.AUTO))
                .atLeast(SnapshotKind.valueOf(r.minConsistency().name()))
                .pinned(r.pinned())
                .labels(r.labels());
    }
}
