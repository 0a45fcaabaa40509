package dev.vivarium.service.sessions;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.nodes.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions over HTTP. */
public final class SessionRoutes {
    private static final String ZONE = "UTC";

    private final OpenSessions sessions;
    private final Nodes nodes;

    /** Of these. */
    public SessionRoutes(OpenSessions sessions, Nodes nodes) {
        this.sessions = sessions;
        this.nodes = nodes;
    }

    record SessionRequestBody(
            Optional<UUID> id,
            Optional<Before> before,
            Optional<OnFailure> onFailure,
            Optional<Duration> endsAfter,
            Optional<AfterSession> after,
            Optional<Map<String, String>> labels) {

        SessionTerms terms() {
            try {
                return new SessionTerms(
                        before.orElseGet(Before::bestSnapshot),
                        after.orElse(AfterSession.KEEP),
                        onFailure.orElse(OnFailure.BLOCK),
                        endsAfter,
                        true,
                        ZONE,
                        labels.orElse(Map.of()));
            } catch (IllegalArgumentException e) {
                throw Refusal.badRequest("session.invalid", String.valueOf(e.getMessage()));
            }
        }
    }

    record SessionEndBody(Optional<AfterSession> after) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listSessions", this::list)
                .on("getSession", request -> Reply.ok(SessionBody.of(found(request))))
                .change("openSession", this::open)
                .change("endSession", this::end);
    }

    private Reply list(Request request) {
        NodeId node = nodes.visible(request).id();
        PageRequest page = request.page();
        List<SessionRecord> following = sessions.list(
                node,
                request.query("state", SessionState.class),
                page.after().map(SessionRoutes::position),
                page.size() + 1);
        return Reply.ok(page.cut(following, s -> s.requestedAt().toEpochMilli() + " " + s.id())
                .map(SessionBody::of));
    }

    private Change open(Request request) {
        NodeId node = nodes.visible(request).id();
        SessionRequestBody body = request.bodyIfPresent(SessionRequestBody.class)
                .orElseGet(() -> new SessionRequestBody(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        SessionTerms terms = body.terms();
        UUID id = body.id().orElseGet(UUID::randomUUID);
        return () -> {
            nodes.unchanged(request);
            return accepted(sessions.open(id, node, Optional.empty(), terms, Optional.empty()));
        };
    }

    private Change end(Request request) {
        Optional<AfterSession> after =
                request.bodyIfPresent(SessionEndBody.class).flatMap(SessionEndBody::after);
        found(request);
        return () -> {
            SessionRecord session = found(request);
            request.requireUnchanged(SessionBody.of(session));
            return accepted(sessions.end(session.id(), after));
        };
    }

    private static Reply accepted(SessionRecord session) {
        return Reply.accepted("/v1/nodes/" + session.node() + "/sessions/" + session.id(), SessionBody.of(session));
    }

    private SessionRecord found(Request request) {
        NodeId node = nodes.visible(request).id();
        UUID id = request.path("sessionId", UUID::fromString);
        return sessions.session(id)
                .filter(s -> s.node().equals(node))
                .orElseThrow(() -> Refusal.notFound("session.unknown", "the node has no session " + id));
    }

    private static SessionTable.Position position(String token) {
        String[] parts = token.split(" ", 2);
        try {
            return new SessionTable.Position(
                    Instant.ofEpochMilli(Long.parseLong(parts[0])),
                    UUID.fromString(parts[parts.length - 1]).toString());
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("request.page-token", "a pageToken is what nextPageToken said");
        }
    }
}
