package dev.vivarium.cli.demo;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import java.util.List;

/** What {@code demo --json} prints. */
record DemoDocument(
        NodeId node,
        String name,
        boolean held,
        List<Claims.Claim> claims,
        List<PhaseDocument> phases,
        double totalSeconds,
        double ownSeconds) {

    DemoDocument {
        claims = List.copyOf(claims);
        phases = List.copyOf(phases);
    }

    /** One phase. */
    record PhaseDocument(String group, String text, double seconds, boolean guest) {}

    static DemoDocument of(Node node, Phases phases, Claims claims) {
        return new DemoDocument(
                node.id(),
                node.spec().name(),
                claims.allHold(),
                claims.all(),
                phases.all().stream()
                        .map(p ->
                                new PhaseDocument(p.group(), p.text(), p.time().toMillis() / 1000.0, p.guest()))
                        .toList(),
                phases.total().toMillis() / 1000.0,
                phases.own().toMillis() / 1000.0);
    }
}
