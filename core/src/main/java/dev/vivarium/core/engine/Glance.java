package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.guest.Verification;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import java.util.Optional;

/**
 * A short look into the guest of a node that runs: is it still what it was proven to be? The bundle's probes are not asked, as
 * they leave a trace in its memory. Keeps no operation from the node: what was seen is dropped if the node changed meanwhile.
 */
public final class Glance {
    private static final int SSH = 22;

    private final Installation installation;
    private final Operations operations;
    private final Strays strays;

    Glance(Installation installation, Operations operations, Strays strays) {
        this.installation = installation;
        this.operations = operations;
        this.strays = strays;
    }

    /** Whether a look into the guest of such a node can tell anything. */
    public static boolean isOf(Node node) {
        boolean runs = node.machine().filter(m -> m.power() == Power.RUNNING).isPresent();
        return runs && (node.state() == NodeState.READY || node.state() == NodeState.UNREADY);
    }

    /** Looks; returns what the node's record did not know, and knows now. Never fails because the node is not well. */
    Optional<Sighting> at(NodeId id) {
        Node node = installation.journal().node(id).filter(Glance::isOf).orElse(null);
        if (node == null) {
            return Optional.empty();
        }
        Optional<BundleManifest> manifest = node.bundle().map(MachinePlan::manifest);
        VerificationReport report = report(node, manifest);
        boolean probes = manifest.filter(m -> !m.probes().isEmpty()).isPresent();
        return installation
                .reconcile()
                .change(
                        id,
                        operations,
                        now -> now.equals(node) && !strays.busy().contains(id)
                                ? NodeStates.glanced(now, report, probes).at(now.changedAt())
                                : now);
    }

    /** That it cannot be reached counts when it was so twice. */
    private VerificationReport report(Node node, Optional<BundleManifest> manifest) {
        Verification verification =
                new Verification(node, node.machine().orElseThrow(), manifest, installation.clock());
        try {
            return look(node, verification);
        } catch (VivariumException first) {
            try {
                return look(node, verification);
            } catch (VivariumException e) {
                return Verification.unreachable(node, e, installation.clock().instant());
            }
        }
    }

    private VerificationReport look(Node node, Verification verification) {
        Machine machine = node.machine().orElseThrow();
        Endpoint ssh = machine.reach(SSH)
                .orElseThrow(() -> new VivariumException(
                        Kind.UNAVAILABLE, "guest.no-address", "the machine has no address at which SSH is reached"));
        try (GuestSession session =
                installation.guests().open(ssh, GuestLogin.of(node.identity(), installation.keys()))) {
            return verification.glance(session);
        }
    }
}
