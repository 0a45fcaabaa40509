package dev.vivarium.client;

import dev.vivarium.client.model.Session;
import dev.vivarium.client.model.SessionEnd;
import dev.vivarium.client.model.SessionRequest;
import dev.vivarium.client.model.SessionState;
import java.util.Optional;
import java.util.UUID;

/** Periods of use, with what is done before and after. */
public final class Sessions {
    private final Requests requests;

    Sessions(Requests requests) {
        this.requests = requests;
    }

    /** Those of a node in this state, or all, newest first. */
    public Listing<Session> list(UUID node, Optional<SessionState> state) {
        return new Listing<>(
                requests,
                () -> Call.get("/v1/nodes/{}/sessions", node)
                        .query("state", state.map(Queries::word))
                        .answersPageOf(Session.class));
    }

    /** Opens a session; it is {@code PREPARING} until what comes before it is done. */
    public Session open(UUID node, SessionRequest request) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/sessions", node)
                .matched()
                .json(request)
                .answers(Session.class));
    }

    /** A session. */
    public Session get(UUID node, UUID session) {
        return requests.send(Call.get("/v1/nodes/{}/sessions/{}", node, session).answers(Session.class));
    }

    /** The same with its ETag. */
    public Tagged<Session> tagged(UUID node, UUID session) {
        return requests.tagged(
                Call.get("/v1/nodes/{}/sessions/{}", node, session).answers(Session.class));
    }

    /** Ends a session and does what comes after it. */
    public Session end(UUID node, UUID session, SessionEnd request) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/sessions/{}/end", node, session)
                .matched()
                .json(request)
                .answers(Session.class));
    }
}
