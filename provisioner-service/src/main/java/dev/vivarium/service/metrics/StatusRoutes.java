package dev.vivarium.service.metrics;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.store.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Liveness, readiness, figures, contract. */
public final class StatusRoutes {
    private final Database database;
    private final PrometheusMeterRegistry metrics;
    private final BooleanSupplier closing;

    /**
     * Of these.
     *
     * @param closing whether the service is about to stop
     */
    public StatusRoutes(Database database, PrometheusMeterRegistry metrics, BooleanSupplier closing) {
        this.database = database;
        this.metrics = metrics;
        this.closing = closing;
    }

    enum Status {
        OK,
        UNAVAILABLE
    }

    record HealthBody(Status status, Optional<List<String>> reasons) {}

    /** Answers what is asked about it. */
    public void register(Routes routes) {
        Reply contract = Reply.ok(routes.contract().document());
        routes.on("getLiveness", request -> Reply.ok(new HealthBody(Status.OK, Optional.empty())))
                .on("getReadiness", request -> readiness())
                .on("getMetrics", request -> Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.scrape()))
                .on("getContract", request -> contract);
    }

    private Reply readiness() {
        List<String> reasons = new ArrayList<>();
        if (closing.getAsBoolean()) {
            reasons.add("the service is stopping");
        }
        try {
            database.read(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one());
        } catch (VivariumException e) {
            reasons.add(e.message());
        }
        return reasons.isEmpty()
                ? Reply.ok(new HealthBody(Status.OK, Optional.empty()))
                : Reply.ok(new HealthBody(Status.UNAVAILABLE, Optional.of(reasons)))
                        .status(503)
                        .header("Retry-After", "5");
    }
}
