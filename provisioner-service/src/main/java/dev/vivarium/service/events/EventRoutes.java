package dev.vivarium.service.events;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.http.EventSource;
import dev.vivarium.service.http.Principal;
import dev.vivarium.service.http.Pulse;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.http.WireJson;
import java.util.List;

/** What happens to all nodes, as a stream. */
public final class EventRoutes {
    private static final int BATCH = 200;

    private final Events events;
    private final Journal journal;

    /** Of these; whose node an event is about is in this journal. */
    public EventRoutes(Events events, Journal journal) {
        this.events = events;
        this.journal = journal;
    }

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("streamEvents", this::stream);
    }

    private Reply stream(Request request) {
        long after = request.header("Last-Event-ID").map(EventRoutes::id).orElseGet(events::newest);
        Principal principal = request.principal();
        return Reply.events(listener -> tell(listener, after, principal));
    }

    private void tell(EventSource.Listener listener, long after, Principal principal) throws InterruptedException {
        Pulse pulse = new Pulse(listener);
        long seen = after;
        while (!listener.isGone()) {
            List<Event> next = events.after(seen, BATCH);
            for (Event event : next) {
                seen = event.id();
                if (isVisible(event, principal)) {
                    listener.event(event.id(), WireJson.text(event.type()), event);
                }
            }
            if (next.size() < BATCH) {
                pulse.beat(!next.isEmpty());
            }
        }
    }

    private boolean isVisible(Event event, Principal principal) {
        return principal.labels().isEmpty()
                || event.node()
                        .flatMap(id -> journal.node(NodeId.parse(id)))
                        .map(n -> !principal.isLimitedFrom(n.spec().labels()))
                        .orElse(false);
    }

    private static Long id(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("request.last-event-id", "Last-Event-ID is the id of an event");
        }
    }
}
