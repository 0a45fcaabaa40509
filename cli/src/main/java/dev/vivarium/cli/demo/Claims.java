package dev.vivarium.cli.demo;

import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Style;
import java.util.ArrayList;
import java.util.List;

/** What the demo says, and whether it was so. */
final class Claims {
    private final Screen screen;
    private final List<Claim> claims = new ArrayList<>();

    /**
     * One.
     *
     * @param text what is claimed
     * @param holds whether it was seen to be so
     * @param evidence what was seen
     */
    record Claim(String text, boolean holds, String evidence) {}

    Claims(Screen screen) {
        this.screen = screen;
    }

    void check(String text, boolean holds, String evidence) {
        claims.add(new Claim(text, holds, evidence));
        String mark = holds ? screen.styled(Style.GREEN, "✓") : screen.styled(Style.RED, "✗");
        screen.say("  " + mark + " " + text + (evidence.isEmpty() ? "" : ": " + evidence));
    }

    List<Claim> all() {
        return List.copyOf(claims);
    }

    boolean allHold() {
        return claims.stream().allMatch(Claim::holds);
    }
}
