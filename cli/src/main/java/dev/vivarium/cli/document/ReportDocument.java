package dev.vivarium.cli.document;

import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a verification found. */
public record ReportDocument(
        NodeId node,
        boolean ready,
        Instant at,
        Optional<Double> uptimeSeconds,
        Optional<Double> clockOffsetSeconds,
        List<CheckDocument> checks) {

    public ReportDocument {
        checks = List.copyOf(checks);
    }

    /** One check. */
    public record CheckDocument(
            Condition.Name condition,
            String name,
            Condition.Status status,
            String evidence,
            String logTail,
            double seconds) {}

    /** Of this report. */
    public static ReportDocument of(VerificationReport r) {
        return new ReportDocument(
                r.node(),
                r.ready(),
                r.at(),
                r.uptime().map(ReportDocument::seconds),
                r.clockOffset().map(ReportDocument::seconds),
                r.checks().stream()
                        .map(c -> new CheckDocument(
                                c.condition(), c.name(), c.status(), c.evidence(), c.logTail(), seconds(c.took())))
                        .toList());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
