package dev.vivarium.client;

import dev.vivarium.client.model.AuditEntry;
import dev.vivarium.client.model.NewToken;
import dev.vivarium.client.model.Token;
import dev.vivarium.client.model.TokenRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Who may do what. */
public final class Tokens {
    private final Requests requests;

    Tokens(Requests requests) {
        this.requests = requests;
    }

    /** All, without their secrets. */
    public Listing<Token> list() {
        return new Listing<>(requests, () -> Call.get("/v1/tokens").answersPageOf(Token.class));
    }

    /** Who the token says that you are. */
    public Token caller() {
        return requests.send(Call.get("/v1/caller").answers(Token.class));
    }

    /** Makes a token; its secret is in this answer and nowhere else. Not repeated when its answer is lost. */
    public NewToken create(TokenRequest request) {
        return requests.send(Call.once("POST", "/v1/tokens").json(request).answers(NewToken.class));
    }

    /** Revokes a token, at once. */
    public void revoke(UUID token) {
        requests.sendOnly(Call.once("DELETE", "/v1/tokens/{}", token));
    }

    /** Who did what, when, and how it ended, newest first: to this node, and since then, where that is said. */
    public Listing<AuditEntry> audit(Optional<UUID> node, Optional<Instant> since) {
        return new Listing<>(
                requests,
                () -> Call.get("/v1/audit")
                        .query("node", node)
                        .query("since", since)
                        .answersPageOf(AuditEntry.class));
    }
}
