package dev.vivarium.client.model;

import java.util.Map;

/** Which stray machine becomes a node again. */
public record AdoptRequest(String hypervisor, String name, Map<String, String> labels) {
    public AdoptRequest {
        labels = Copies.map(labels);
    }
}
