package dev.vivarium.service.nodes;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node on the wire. */
public record NodeBody(
        String id,
        String name,
        String hypervisor,
        NodeState state,
        Optional<String> problem,
        List<ConditionBody> conditions,
        long generation,
        NodeSpecBody spec,
        Optional<Map<String, String>> labels,
        Optional<IdentityBody> identity,
        Optional<MachineBody> machine,
        Optional<BundleBody> bundle,
        Optional<ReportBody> lastReport,
        int snapshots,
        Optional<String> operation,
        Optional<String> session,
        Instant createdAt,
        Instant changedAt) {

    /** One observed fact. */
    public record ConditionBody(Condition.Name name, Condition.Status status, String evidence, Instant since) {}

    /** By what it is known. */
    public record IdentityBody(String hostKey, String user, String mac, String hostname) {}

    /** The hypervisor's own object. */
    public record MachineBody(
            String ref, Power power, List<String> addresses, List<ForwardBody> forwards, Map<String, String> details) {}

    /** A published port. */
    public record ForwardBody(int guestPort, String host, int port) {}

    /** What it runs. */
    public record BundleBody(String name, String version, Optional<String> digest, Optional<List<String>> layers) {
        /** What this one is. */
        public static BundleBody of(NodeBundle bundle) {
            List<String> layers = bundle.layers().stream()
                    .map(NodeBundle.Layer::digest)
                    .map(Digest::toString)
                    .toList();
            return new BundleBody(
                    bundle.name(), bundle.release(), Optional.of(bundle.digest().toString()), Optional.of(layers));
        }
    }

    /** The last proof, or what was wrong. */
    public record ReportBody(
            Instant at, List<CheckBody> checks, Optional<Long> uptimeMs, Optional<Long> clockOffsetMs) {
        static ReportBody of(VerificationReport report) {
            return new ReportBody(
                    report.at(),
                    report.checks().stream().map(CheckBody::of).toList(),
                    report.uptime().map(Duration::toMillis),
                    report.clockOffset().map(Duration::toMillis));
        }
    }

    /** One check of it. */
    public record CheckBody(
            Condition.Name condition,
            String name,
            Condition.Status status,
            String evidence,
            Optional<String> logTail,
            long tookMs) {
        private static CheckBody of(VerificationReport.Check check) {
            return new CheckBody(
                    check.condition(),
                    check.name(),
                    check.status(),
                    check.evidence(),
                    Optional.of(check.logTail()).filter(t -> !t.isEmpty()),
                    check.took().toMillis());
        }
    }

    /** A node, with what works on it now. */
    static NodeBody of(
            Node node, Optional<OperationId> operation, Optional<String> session, Optional<VerificationReport> report) {
        return new NodeBody(
                node.id().toString(),
                node.spec().name(),
                node.spec().hypervisor(),
                node.state(),
                node.problem(),
                node.conditions().stream()
                        .map(c -> new ConditionBody(c.name(), c.status(), c.evidence(), c.since()))
                        .toList(),
                node.generation(),
                NodeSpecBody.of(node.spec()),
                Optional.of(node.spec().labels()).filter(l -> !l.isEmpty()),
                Optional.of(identity(node.identity())),
                node.machine().map(NodeBody::machine),
                node.bundle().map(BundleBody::of),
                report.map(ReportBody::of),
                node.snapshots().size(),
                operation.map(OperationId::toString),
                session,
                node.createdAt(),
                node.changedAt());
    }

    private static IdentityBody identity(NodeIdentity identity) {
        return new IdentityBody(identity.hostKey().publicKey(), identity.user(), identity.mac(), identity.hostname());
    }

    private static MachineBody machine(Machine machine) {
        return new MachineBody(
                machine.ref(),
                machine.power(),
                machine.addresses(),
                machine.forwards().stream()
                        .map(f -> new ForwardBody(
                                f.guestPort(), f.endpoint().host(), f.endpoint().port()))
                        .toList(),
                machine.details());
    }
}
