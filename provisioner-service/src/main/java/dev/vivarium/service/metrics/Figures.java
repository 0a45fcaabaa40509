package dev.vivarium.service.metrics;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.service.store.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/** What is measured beside requests: operations by kind and outcome, nodes, the process. No id is a label. */
public final class Figures {
    private final MeterRegistry metrics;

    /** Into this registry. */
    public Figures(MeterRegistry metrics, Database database) {
        this.metrics = metrics;
        new JvmMemoryMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        Gauge.builder("vivarium.nodes", database, d -> count(d, "SELECT count(*) FROM nodes"))
                .description("Nodes that there are")
                .register(metrics);
        Gauge.builder(
                        "vivarium.operations.unfinished",
                        database,
                        d -> count(d, "SELECT count(*) FROM operations WHERE ended_at IS NULL"))
                .description("Operations that have not ended")
                .register(metrics);
    }

    /** Hears what happens. */
    public void hear(Progress progress) {
        if (progress.phase() == Progress.Phase.STEP_FINISHED) {
            Timer.builder("vivarium.step")
                    .description("Steps of operations that were finished here")
                    .tag("operation", progress.kind())
                    .tag("step", progress.step())
                    .register(metrics)
                    .record(progress.elapsed());
        } else if (progress.phase() == Progress.Phase.ENDED) {
            Timer.builder("vivarium.operation")
                    .description("Operations that ended here")
                    .tag("operation", progress.kind())
                    .tag("outcome", progress.what().equals("done") ? "done" : "failed")
                    .register(metrics)
                    .record(progress.elapsed());
        }
    }

    private static double count(Database database, String sql) {
        return database.read(h -> h.createQuery(sql).mapTo(Long.class).one());
    }
}
