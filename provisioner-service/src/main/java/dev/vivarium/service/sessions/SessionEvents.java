package dev.vivarium.service.sessions;

import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.http.WireJson;
import java.util.Optional;

/**
 * Tells the world what becomes of sessions.
 *
 * @param events where it is told
 * @param nodes where a node's name is known
 */
public record SessionEvents(Events events, SessionWork nodes) implements SessionListener {

    @Override
    public void changed(Optional<SessionRecord> before, SessionRecord after) {
        if (before.filter(b -> b.state() == after.state()).isPresent()) {
            return;
        }
        EventType type = after.state() == SessionState.BLOCKED ? EventType.SESSION_BLOCKED : EventType.SESSION_CHANGED;
        Event.Draft draft = Event.draft(type)
                .node(after.node())
                .session(after.id().toString())
                .text(after.reason().orElse(""))
                .state(WireJson.text(after.state()));
        nodes.node(after.node()).ifPresent(n -> draft.nodeName(n.spec().name()));
        events.add(draft.event());
    }
}
