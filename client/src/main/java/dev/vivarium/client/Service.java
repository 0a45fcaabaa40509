package dev.vivarium.client;

import dev.vivarium.client.model.Health;

/** The service itself; needs no token but for {@link #metrics}. */
public final class Service {
    private final Requests requests;

    Service(Requests requests) {
        this.requests = requests;
    }

    /** Whether the process is alive. */
    public Health live() {
        return requests.send(Call.get("/livez").answers(Health.class));
    }

    /** Whether requests can be served, and if not why. */
    public Health ready() {
        return requests.send(Call.get("/readyz").alsoFine(503).answers(Health.class));
    }

    /** Its figures in Prometheus' text format. */
    public String metrics() {
        return requests.send(Call.get("/metrics")
                .header("Accept", "text/plain, application/problem+json")
                .answers(String.class));
    }

    /** Its contract, OpenAPI 3.1 as JSON. */
    public String contract() {
        return requests.send(Call.get("/openapi.json").answers(String.class));
    }
}
