package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What would make an update fail, found before anything is touched. */
final class UpdatePreflight {
    /** What the guest keeps free beside a release. */
    private static final long SPARE = 64L << 20;

    private UpdatePreflight() {}

    /** @throws VivariumException CONFLICT if the node does not run; CAPACITY with everything that would fail */
    static void check(UpdateBundle.Request request, StepContext c) {
        Node node = c.node();
        Machine machine = c.machine();
        if (machine.power() != Power.RUNNING) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "update.not-running",
                    "the node does not run, and its guest has to work on the update; start it with 'vivarium start "
                            + node.spec().name() + "'");
        }
        Findings.refuse(findings(request, node, machine, c));
    }

    private static List<Finding> findings(UpdateBundle.Request request, Node node, Machine machine, StepContext c) {
        Bundle bundle;
        try {
            bundle = Bundle.open(request.bundle());
        } catch (InputException e) {
            return needs(request.bundle(), node.spec(), c);
        }
        BundleManifest manifest = bundle.manifest();
        Map<String, String> secrets = bound(request, node.spec(), manifest.secrets());
        secrets.putAll(request.secrets());
        List<Finding> findings =
                new ArrayList<>(needs(request.bundle(), node.spec().with(Optional.of(request.bundle()), secrets), c));
        int drives = MachinePlan.drives(node);
        if (node.spec().delivery() instanceof Delivery.Medium
                && manifest.layers().size() >= drives) {
            findings.add(Finding.error(
                    "update.drives",
                    "the bundle has " + manifest.layers().size() + " layers, and the machine has drives for "
                            + (drives - 1),
                    "join layers, or make a new node"));
        }
        for (BundleManifest.PublishedPort port : manifest.ports()) {
            if (machine.reach(port.port()).isEmpty()) {
                findings.add(Finding.error(
                        "update.port",
                        "port " + port.port() + " was not published when the machine was made",
                        "use a port that is, or make a new node with --publish " + port.port()));
            }
        }
        if (!c.guest().program().knowsUpdates()) {
            findings.add(Finding.error(
                    "update.guest",
                    "the guest's own program is of an earlier release, which knows no updates",
                    "make a new node"));
        }
        c.guest().program().freeForReleases().ifPresent(free -> {
            long needed = bundle.contentBytes() + SPARE;
            if (free < needed) {
                findings.add(Finding.error(
                        "update.space",
                        "the new release needs " + (needed >> 20) + " MiB beside the old one, and the guest has "
                                + (free >> 20) + " MiB free",
                        "make room in the guest, or make a new node with a larger disk"));
            }
        });
        return findings;
    }

    private static List<Finding> needs(Path directory, NodeSpec spec, StepContext c) {
        return BundleNeeds.preflight(directory, spec, c.hypervisor()::info);
    }

    /** Where the secrets of the new bundle are kept. */
    static Map<String, String> secrets(UpdateBundle.Request request, NodeSpec spec, NodeBundle bundle) {
        return bound(request, spec, MachinePlan.manifest(bundle).secrets());
    }

    private static Map<String, String> bound(UpdateBundle.Request request, NodeSpec spec, Collection<String> named) {
        Map<String, String> all = new TreeMap<>(spec.secrets());
        all.putAll(request.secrets());
        all.keySet().retainAll(named);
        return all;
    }
}
