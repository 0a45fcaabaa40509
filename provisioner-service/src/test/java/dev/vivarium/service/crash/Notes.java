package dev.vivarium.service.crash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was promised and what was done to the service, as the callers saw it. Safe for threads. */
final class Notes {
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<Blow> blows = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** Something that was done to an instance. */
    record Blow(Instant at, String what) {}

    void accepted(Accepted change) {
        accepted.add(change);
    }

    void blow(String what) {
        blows.add(new Blow(Instant.now(), what));
    }

    /** Something that should not have been answered. */
    void complaint(String what) {
        complaints.add(what);
    }

    List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    List<Blow> blows() {
        return List.copyOf(blows);
    }

    List<String> complaints() {
        return new ArrayList<>(complaints);
    }
}
