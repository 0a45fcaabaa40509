package dev.vivarium.cli.service;

import dev.vivarium.client.model.Machine;
import dev.vivarium.client.model.Node;
import dev.vivarium.client.model.NodeSpec;
import dev.vivarium.client.model.Report;
import dev.vivarium.client.model.Snapshot;
import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VerificationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a service answers, in the library's words. Of what it does not tell (keys, media), nothing is there. */
final class FromWire {
    private static final Digest UNTOLD = Digest.parse("sha256:" + "0".repeat(64));

    private FromWire() {}

    static dev.vivarium.core.model.Node node(Node n, List<Snapshot> snapshots) {
        NodeId id = new NodeId(n.id());
        return new dev.vivarium.core.model.Node(
                id,
                spec(id, n),
                new NodeIdentity(
                        new HostKey.Given(n.identity().map(i -> i.hostKey()).orElse("")),
                        0,
                        n.identity().map(i -> i.user()).orElse(""),
                        n.identity().map(i -> i.mac()).orElse(""),
                        "",
                        n.identity().map(i -> i.hostname()).orElse("")),
                constant(NodeState.class, n.state(), NodeState.NEEDS_OPERATOR),
                n.conditions().stream().flatMap(c -> condition(c).stream()).toList(),
                n.machine().map(m -> machine(id, m)),
                n.bundle().map(FromWire::bundle),
                snapshots.stream().map(FromWire::snapshot).toList(),
                n.generation(),
                n.problem(),
                n.createdAt(),
                n.changedAt());
    }

    private static dev.vivarium.core.model.NodeSpec spec(NodeId id, Node n) {
        NodeSpec s = n.spec();
        NodeSpecBuilder spec =
                dev.vivarium.core.model.NodeSpec.builder(n.name()).id(id).on(n.hypervisor());
        s.image().ifPresent(spec::image);
        s.cores().ifPresent(spec::cores);
        s.memoryMiB().ifPresent(m -> spec.memory(Size.MiB(m)));
        s.diskMiB().ifPresent(d -> spec.disk(Size.MiB(d)));
        s.network().ifPresent(m -> spec.network(NetworkMode.valueOf(m.name())));
        s.gpus().forEach(g -> spec.gpu(GpuChoice.parse(g)));
        s.bundle().ifPresent(b -> spec.bundle(Path.of(b)));
        s.secrets().forEach(spec::secret);
        s.delivery().ifPresent(d -> spec.delivery(Delivery.parse(d)));
        s.publish().forEach(spec::publish);
        s.inactivityLimit().ifPresent(spec::inactivityLimit);
        s.onFailure().ifPresent(f -> spec.onFailure(dev.vivarium.core.model.NodeSpec.OnFailure.valueOf(f.name())));
        s.baseline().ifPresent(spec::baseline);
        n.labels().forEach(spec::label);
        return spec.build();
    }

    private static Optional<Condition> condition(dev.vivarium.client.model.Condition c) {
        return conditionName(c.name()).map(name -> new Condition(name, status(c.status()), c.evidence(), c.since()));
    }

    /** Those of a newer service have no name here. */
    private static Optional<Condition.Name> conditionName(String word) {
        return Arrays.stream(Condition.Name.values())
                .filter(n -> n.name().replace('_', '-').equalsIgnoreCase(word))
                .findFirst();
    }

    private static Condition.Status status(dev.vivarium.client.model.ConditionStatus status) {
        return constant(Condition.Status.class, status, Condition.Status.UNKNOWN);
    }

    private static dev.vivarium.core.model.Machine machine(NodeId id, Machine m) {
        return new dev.vivarium.core.model.Machine(
                id,
                m.ref(),
                constant(Power.class, m.power(), Power.UNKNOWN),
                m.addresses(),
                m.forwards().stream()
                        .map(f -> new PortForward(f.guestPort(), new Endpoint(f.host(), f.port())))
                        .toList(),
                m.details());
    }

    private static NodeBundle bundle(dev.vivarium.client.model.NodeBundle b) {
        return new NodeBundle(
                b.name(), b.version(), b.digest().map(Digest::parse).orElse(UNTOLD), "", List.of(), Optional.empty());
    }

    static NodeSnapshot snapshot(Snapshot s) {
        return new NodeSnapshot(
                new dev.vivarium.core.model.Snapshot(
                        new SnapshotId(s.id()),
                        new NodeId(s.node()),
                        s.name(),
                        constant(SnapshotKind.class, s.kind(), SnapshotKind.CRASH),
                        s.parent().map(SnapshotId::new),
                        s.takenAt()),
                constant(NodeSnapshot.Origin.class, s.origin(), NodeSnapshot.Origin.USER),
                s.pinned(),
                s.bundle().map(FromWire::bundle),
                s.labels(),
                Map.of());
    }

    static VerificationReport report(NodeId node, Report r) {
        return new VerificationReport(
                node,
                r.at(),
                r.checks().stream().flatMap(c -> check(c).stream()).toList(),
                r.uptimeMs().map(Duration::ofMillis),
                r.clockOffsetMs().map(Duration::ofMillis));
    }

    private static Optional<VerificationReport.Check> check(Report.Check c) {
        return conditionName(c.condition())
                .map(name -> new VerificationReport.Check(
                        name,
                        c.name(),
                        status(c.status()),
                        c.evidence(),
                        c.logTail().orElse(""),
                        Duration.ofMillis(c.tookMs().orElse(0L))));
    }

    static Gpu gpu(dev.vivarium.client.model.Gpu g) {
        return new Gpu(
                g.address(),
                g.vendorId(),
                g.deviceId(),
                g.name(),
                g.group(),
                g.driver(),
                g.usedBy().map(NodeId::new),
                g.findings().stream().map(FromWire::finding).toList());
    }

    static Finding finding(dev.vivarium.client.model.Finding f) {
        return new Finding(
                constant(Finding.Severity.class, f.severity(), Finding.Severity.WARNING),
                f.code(),
                f.message(),
                f.remedy());
    }

    /** The constant of the same name; of what a newer service says, this one. */
    private static <E extends Enum<E>> E constant(Class<E> type, Enum<?> value, E otherwise) {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> c.name().equals(value.name()))
                .findFirst()
                .orElse(otherwise);
    }
}
