package dev.vivarium.cli.document;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.ProbeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same questions under different limits. */
public record ProbeDocument(NodeId node, Instant at, List<RowDocument> rows) {
    public ProbeDocument {
        rows = List.copyOf(rows);
    }

    /** All questions under one set of limits; the first row has none. */
    public record RowDocument(
            Optional<Double> cpus,
            Optional<Long> memoryMiB,
            String how,
            Optional<String> refused,
            List<QuestionDocument> questions) {
        public RowDocument {
            questions = List.copyOf(questions);
        }
    }

    /** One question; {@code differing} of the answers are none of those without limits. */
    public record QuestionDocument(
            String name,
            String prompt,
            double medianSeconds,
            double fastestSeconds,
            double slowestSeconds,
            double charactersPerSecond,
            Optional<Double> tokensPerSecond,
            long differing,
            long failed,
            List<SampleDocument> samples) {
        public QuestionDocument {
            samples = List.copyOf(samples);
        }
    }

    /** One answer: its beginning, and the digest of the whole. */
    public record SampleDocument(
            double seconds,
            String answer,
            String digest,
            long characters,
            Optional<Long> tokens,
            Optional<String> failure) {}

    /** Of this report. */
    public static ProbeDocument of(ProbeReport r) {
        return new ProbeDocument(
                r.node(), r.at(), r.rows().stream().map(row -> row(row, r)).toList());
    }

    private static RowDocument row(ProbeReport.Row row, ProbeReport report) {
        List<QuestionDocument> questions = new ArrayList<>();
        for (int i = 0; i < row.questions().size(); i++) {
            questions.add(question(
                    row.questions().get(i), report.rows().get(0).questions().get(i)));
        }
        return new RowDocument(row.limits().cpus(), row.limits().memoryMiB(), row.how(), row.refused(), questions);
    }

    private static QuestionDocument question(ProbeReport.Question q, ProbeReport.Question unlimited) {
        return new QuestionDocument(
                q.name(),
                q.prompt(),
                seconds(q.median()),
                seconds(q.fastest()),
                seconds(q.slowest()),
                q.charactersPerSecond(),
                q.tokensPerSecond(),
                q.differing(unlimited),
                q.failed(),
                q.samples().stream()
                        .map(s -> new SampleDocument(
                                seconds(s.took()), s.answer(), s.digest(), s.characters(), s.tokens(), s.failure()))
                        .toList());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
