package dev.vivarium.service.operations;

import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.access.Audit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes what operations do into the service's log, each line with the operation's id and the trace of its request. */
public final class OperationLog {
    private static final Logger LOG = LoggerFactory.getLogger(OperationLog.class);

    private final Audit audit;
    private final Map<OperationId, Audit.Origin> origins = new ConcurrentHashMap<>();

    /** Traces are found in this audit. */
    public OperationLog(Audit audit) {
        this.audit = audit;
    }

    /** Hears what happens. */
    public void hear(Progress progress) {
        if (progress.phase() == Progress.Phase.STEP_PROGRESS) {
            return;
        }
        Audit.Origin origin = origins.computeIfAbsent(progress.operation(), this::origin);
        try (MDC.MDCCloseable o =
                        MDC.putCloseable("operation", progress.operation().toString());
                MDC.MDCCloseable t = MDC.putCloseable("traceId", origin.trace());
                MDC.MDCCloseable n = MDC.putCloseable("node", origin.node())) {
            LOG.info("{}", progress);
        }
        if (progress.phase() == Progress.Phase.ENDED) {
            origins.remove(progress.operation());
        }
    }

    private Audit.Origin origin(OperationId operation) {
        try {
            return audit.originOf(operation.toString());
        } catch (VivariumException e) {
            return Audit.Origin.UNKNOWN;
        }
    }
}
