package dev.vivarium.cli.session;

import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.client.model.Before;
import dev.vivarium.client.model.Session;
import dev.vivarium.client.model.SnapshotWish;
import dev.vivarium.core.guest.Printable;

/** A session as people read it. */
final class SessionView {
    private SessionView() {}

    static void show(Screen screen, String node, Session s) {
        screen.say("session " + s.id() + " on " + node + " is " + s.state().name()
                + s.reason().map(r -> ": " + Printable.line(r)).orElse(""));
        Table facts = new Table("before", before(s.before()))
                .row("after", s.after().name().toLowerCase(java.util.Locale.ROOT));
        s.startedFrom().ifPresent(id -> facts.row("from", "snapshot " + id));
        s.endsAt().ifPresent(at -> facts.row("ends", at.toString()));
        s.policy().ifPresent(id -> facts.row("policy", id.toString()));
        screen.say(facts);
        s.warnings().forEach(w -> screen.say("warning: " + Printable.line(w)));
    }

    static String before(Before b) {
        return b.rollbackTo()
                .map(to -> "rollback to " + Printable.line(to))
                .or(() -> b.snapshot()
                        .map(s -> "snapshot, "
                                + s.kind().orElse(SnapshotWish.AUTO).name().toLowerCase(java.util.Locale.ROOT)))
                .orElse("nothing");
    }
}
