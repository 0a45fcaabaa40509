package dev.vivarium.cli.demo;

import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import dev.vivarium.cli.output.Table;
import java.time.Duration;

/** The table at the demo's end. */
final class DemoSummary {
    private DemoSummary() {}

    static void show(Screen screen, Phases phases, Claims claims, Duration wall) {
        screen.say("");
        screen.say(screen.styled(Style.BOLD, "Summary"));
        Table table = new Table("PHASE", "WHAT", "TIME", "");
        phases.all().forEach(p -> table.row(p.group(), p.text(), Elapsed.text(p.time()), p.guest() ? "the guest" : ""));
        screen.say(table);
        long held = claims.all().stream().filter(Claims.Claim::holds).count();
        screen.say("");
        screen.say("whole run " + Elapsed.text(wall.plus(phases.prepared())) + ": preparing "
                + Elapsed.text(phases.prepared()) + ", our own part " + Elapsed.text(phases.own())
                + ", waiting for the guest " + Elapsed.text(phases.waited()));
        screen.say(held + " of " + claims.all().size() + " claims held");
    }
}
