package dev.vivarium.core.guest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container of the bundle, as the unit that watches it last saw it.
 *
 * @param state docker's word: running, restarting, exited, paused, created, dead
 * @param exitCode of one that has ended
 * @param health healthy, unhealthy or starting; empty for one without a health check
 * @param logTail the last words of one that is not well
 */
public record GuestContainer(
        String name, String state, Optional<Integer> exitCode, Optional<String> health, String logTail) {
    private static final int MOST = 1000;

    /** True if it runs and is not ill, or has done its work and ended. */
    public boolean isWell() {
        boolean ended = state.equals("exited") && exitCode.equals(Optional.of(0));
        return ended
                || (state.equals("running") && health.map("healthy"::equals).orElse(true));
    }

    /** What it is, in a few words. */
    public String evidence() {
        return state
                + exitCode.map(c -> ", exit status " + c).orElse("")
                + health.map(h -> ", health: " + h).orElse("");
    }

    static List<GuestContainer> all(JsonNode list) {
        List<GuestContainer> all = new ArrayList<>();
        for (JsonNode one : list) {
            if (all.size() < MOST) {
                all.add(of(one));
            }
        }
        return List.copyOf(all);
    }

    private static GuestContainer of(JsonNode one) {
        return new GuestContainer(
                Printable.line(one.path("name").asText("")),
                Printable.line(one.path("state").asText("")),
                one.path("exitCode").isInt() ? Optional.of(one.path("exitCode").asInt()) : Optional.empty(),
                one.path("health").isTextual()
                        ? Optional.of(Printable.line(one.path("health").asText()))
                        : Optional.empty(),
                Printable.text(one.path("log").asText("")));
    }
}
