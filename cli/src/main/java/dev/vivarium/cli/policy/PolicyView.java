package dev.vivarium.cli.policy;

import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Policy;
import dev.vivarium.client.model.PolicyPreview;
import dev.vivarium.client.model.PolicySpec;
import dev.vivarium.client.model.Retention;
import dev.vivarium.client.model.Snapshot;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A policy as people read it. */
final class PolicyView {
    private PolicyView() {}

    /** The one of this name or id. */
    static Policy named(VivariumClient client, String name) {
        return client.policies().list().stream()
                .filter(p -> p.spec().name().equals(name) || p.id().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "policy.unknown",
                        "there is no policy '" + name + "'; 'vivarium policy ls' lists them"));
    }

    static void show(Screen screen, Policy p) {
        PolicySpec s = p.spec();
        screen.say(Printable.line(s.name()) + (s.enabled().orElse(true) ? "" : " (disabled)"));
        Table facts = new Table("id", p.id().toString())
                .row("nodes", nodes(s.nodes()))
                .row("when", schedule(s.schedule()))
                .row("then", s.session().orElse(true) ? "a session" : "the node is prepared, no session");
        s.lead().ifPresent(l -> facts.row("lead", Elapsed.text(l)));
        s.retention().ifPresent(r -> facts.row("keep", retention(r)));
        p.nextRuns().stream().limit(3).forEach(at -> facts.row("next", at.toString()));
        p.lastRun()
                .ifPresent(r -> facts.row(
                        "last",
                        r.dueAt() + ", " + r.outcome().name().toLowerCase(java.util.Locale.ROOT)
                                + r.reason().map(w -> ": " + Printable.line(w)).orElse("")));
        screen.say(facts);
    }

    static void preview(Screen screen, PolicyPreview preview) {
        screen.document(preview);
        Table table = new Table("DUE", "PREPARES", "LOCAL");
        preview.nextRuns()
                .forEach(r -> table.row(
                        r.dueAt().toString(),
                        r.preparesAt().toString(),
                        r.local().orElse("")));
        screen.say(table);
        screen.say("for " + preview.nodes().size() + (preview.nodes().size() == 1 ? " node" : " nodes")
                + " now; retention would delete "
                + (preview.wouldDelete().isEmpty()
                        ? "nothing"
                        : preview.wouldDelete().stream().map(Snapshot::name).collect(Collectors.joining(", "))));
    }

    static String nodes(PolicySpec.Selection which) {
        return which.ids().isEmpty()
                ? which.labels().toString()
                : which.ids().stream().map(id -> id.toString().substring(0, 8)).collect(Collectors.joining(", "));
    }

    static String schedule(PolicySpec.Schedule s) {
        return s.cron() + s.zone().map(z -> " " + z).orElse("");
    }

    private static String retention(Retention r) {
        return Stream.of(
                        r.last().map(n -> n + " newest"),
                        r.hourly().map(n -> n + " hourly"),
                        r.daily().map(n -> n + " daily"),
                        r.weekly().map(n -> n + " weekly"),
                        r.monthly().map(n -> n + " monthly"),
                        r.maxAge().map(a -> "none older than " + Elapsed.text(a)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }
}
