package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.List;

/** What would keep a bundle from arriving. */
final class DeliveryPreflight {
    private DeliveryPreflight() {}

    static List<Finding> findings(NodeSpec spec) {
        List<Finding> findings = new ArrayList<>();
        boolean fetched = !(spec.delivery() instanceof Delivery.Medium || spec.delivery() instanceof Delivery.Sftp);
        if (fetched && spec.network() == NetworkMode.ISOLATED) {
            findings.add(Finding.error(
                    "delivery.network",
                    "the node's network is isolated, so its guest cannot reach " + spec.delivery(),
                    "deliver by medium or by sftp"));
        }
        try {
            ShareCredentials.of(spec.delivery());
        } catch (VivariumException e) {
            findings.add(Finding.error(e.code(), e.message(), "mend the file and try again"));
        }
        return findings;
    }
}
