package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.config.SecretRef;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values of a bundle's secrets. The journal knows where they are kept; they are read when they are handed over, and go
 * over the pinned connection into the guest and nowhere else.
 */
final class NodeSecrets {
    /** The step that hands them over, wherever there is one. */
    static final String STEP = "secrets";

    private NodeSecrets() {}

    /** Whether this bundle names any. */
    static boolean areNamed(Optional<NodeBundle> bundle) {
        return bundle.filter(b -> !MachinePlan.manifest(b).secrets().isEmpty()).isPresent();
    }

    /** What is missing of those that the bundle names, what it does not name, and what cannot be read. */
    static List<Finding> preflight(Collection<String> named, Map<String, String> references) {
        List<Finding> findings = new ArrayList<>();
        for (String name : named) {
            if (!references.containsKey(name)) {
                findings.add(Finding.error(
                        "bundle.secret",
                        "the bundle needs a secret " + name,
                        "say where it is kept: --secret " + name + "=env:VARIABLE or --secret " + name + "=file:PATH"));
            }
        }
        references.forEach((name, reference) -> {
            if (!named.contains(name)) {
                findings.add(Finding.error(
                        "bundle.secret-unknown",
                        "the bundle has no secret " + name,
                        named.isEmpty() ? "leave it out" : "it names " + String.join(", ", named)));
                return;
            }
            try {
                value(reference);
            } catch (VivariumException e) {
                findings.add(Finding.error(
                        "bundle.secret", "the secret " + name + " cannot be read: " + e.message(), "mend that"));
            }
        });
        return findings;
    }

    /**
     * Hands these over.
     *
     * @param references where each is kept, by name; nothing happens if there are none
     * @throws VivariumException INVALID {@code secret.unreadable} if one cannot be read
     */
    static void handOver(StepContext c, Map<String, String> references) {
        if (references.isEmpty()) {
            return;
        }
        Map<String, Secret> values = new TreeMap<>();
        references.forEach((name, reference) -> {
            try {
                values.put(name, value(reference));
            } catch (VivariumException e) {
                throw new VivariumException(
                        Kind.INVALID, "secret.unreadable", "the secret " + name + " cannot be read: " + e.message(), e);
            }
        });
        c.guest().awaitProgram().secrets(values);
        c.progress(1, "handed over " + String.join(", ", values.keySet()));
    }

    /**
     * To a guest that has those of its snapshot, or of the node that it was cloned from: they are replaced by those of today
     * where all can be read.
     */
    static void handOverAgain(StepContext c) {
        List<String> named = c.guest().manifest().map(BundleManifest::secrets).orElse(List.of());
        Map<String, String> references = new TreeMap<>(c.node().spec().secrets());
        List<String> unbound =
                named.stream().filter(name -> !references.containsKey(name)).toList();
        if (!unbound.isEmpty()) {
            c.progress(
                    -1,
                    "the guest keeps the secrets that it has, as nobody says where " + String.join(", ", unbound)
                            + " is kept; say it with 'vivarium secrets " + c.nodeName() + " --secret " + unbound.get(0)
                            + "=env:VARIABLE'");
        }
        if (named.isEmpty() || !unbound.isEmpty()) {
            return;
        }
        references.keySet().retainAll(named);
        try {
            handOver(c, references);
        } catch (VivariumException e) {
            if (!e.code().equals("secret.unreadable")) {
                throw e;
            }
            c.progress(-1, "the guest keeps the secrets of the snapshot: " + e.message());
        }
    }

    private static Secret value(String reference) {
        return SecretRef.parse(reference, Path.of("/")).resolve(System.getenv());
    }
}
