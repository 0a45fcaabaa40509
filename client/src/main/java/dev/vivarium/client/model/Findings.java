package dev.vivarium.client.model;

import java.util.List;

/** What a pre-flight found. */
public record Findings(boolean possible, List<Finding> findings) {
    public Findings {
        findings = Copies.list(findings);
    }
}
