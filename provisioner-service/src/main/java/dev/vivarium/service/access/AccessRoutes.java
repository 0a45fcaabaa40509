package dev.vivarium.service.access;

import dev.vivarium.core.model.Labels;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Role;
import dev.vivarium.service.http.Routes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tokens and the audit over HTTP. */
public final class AccessRoutes {
    private final Tokens tokens;
    private final Audit audit;
    private final Clock clock;

    /** Of these. */
    public AccessRoutes(Tokens tokens, Audit audit, Clock clock) {
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    /** What a new token shall be. */
    record TokenBody(String name, Role role, Optional<Map<String, String>> labels, Optional<Instant> expiresAt) {}

    /** A token with its secret: the only answer that has one. */
    record NewToken(Token token, String secret) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("getCaller", this::caller)
                .on("listTokens", this::list)
                .change("createToken", this::create)
                .change("revokeToken", this::revoke)
                .on("listAudit", this::audit);
    }

    private Reply caller(Request request) {
        return Reply.ok(found(UUID.fromString(request.principal().id())));
    }

    private Reply list(Request request) {
        PageRequest page = request.page();
        return Reply.ok(page.cut(tokens.page(page), t -> t.id().toString()));
    }

    private Change create(Request request) {
        TokenBody wanted = request.body(TokenBody.class);
        if (wanted.name().isEmpty()
                || wanted.name().codePointCount(0, wanted.name().length()) > 63) {
            throw Refusal.badRequest("token.name", "a token's name has 1 to 63 characters");
        }
        if (wanted.expiresAt().map(e -> !e.isAfter(clock.instant())).orElse(false)) {
            throw Refusal.badRequest("token.expires", "a token expires in the future");
        }
        Map<String, String> labels = Labels.checked(wanted.labels().orElse(Map.of()));
        return () -> {
            Tokens.Made made = tokens.make(wanted.name(), wanted.role(), labels, wanted.expiresAt());
            NewToken body = new NewToken(made.token(), made.secret().reveal());
            return Reply.created("/v1/tokens/" + made.token().id(), body).once();
        };
    }

    private Change revoke(Request request) {
        UUID id = request.path("tokenId", UUID::fromString);
        return () -> {
            if (!tokens.revoke(id)) {
                throw unknown();
            }
            return Reply.noContent();
        };
    }

    private Token found(UUID id) {
        return tokens.find(id).orElseThrow(AccessRoutes::unknown);
    }

    private Reply audit(Request request) {
        PageRequest page = request.page();
        Optional<Long> before = page.after().map(AccessRoutes::number);
        List<Audit.Entry> entries =
                audit.newest(before, request.query("node"), request.query("since", Instant::parse), page.size() + 1);
        return Reply.ok(page.cut(entries, e -> String.valueOf(e.id())));
    }

    private static Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("request.page-token", "a pageToken is what nextPageToken said");
        }
    }

    private static Refusal unknown() {
        return Refusal.notFound("token.unknown", "there is no such token");
    }
}
