package dev.vivarium.service.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Role;
import dev.vivarium.service.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of this service. */
public final class Tokens {
    private static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final Map<UUID, Instant> noted = new ConcurrentHashMap<>();

    /** Those in this database. */
    public Tokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A token as it was made: the only time that its secret is there. */
    public record Made(Token token, Secret secret) {}

    /** Makes one. */
    public Made make(String name, Role role, Map<String, String> labels, Optional<Instant> expiresAt) {
        Secret secret = TokenSecret.random();
        Token token = new Token(
                UUID.randomUUID(),
                name,
                role,
                Optional.of(labels).filter(l -> !l.isEmpty()),
                clock.instant(),
                expiresAt,
                Optional.empty(),
                Optional.empty());
        database.write(h -> h.createUpdate("INSERT INTO tokens (id, name, role, labels, hash, created_at, expires_at)"
                        + " VALUES (:id, :name, :role, :labels, :hash, :created, :expires)")
                .bind("id", token.id().toString())
                .bind("name", name)
                .bind("role", role.name().toLowerCase(Locale.ROOT))
                .bind("labels", Json.write(labels))
                .bind("hash", TokenSecret.hash(secret.reveal()))
                .bind("created", token.createdAt().toEpochMilli())
                .bind("expires", expiresAt.map(Instant::toEpochMilli).orElse(null))
                .execute());
        return new Made(token, secret);
    }

    /** True if there is one that may do everything. */
    public boolean hasAdmin() {
        return !admins().isEmpty();
    }

    /** Those that are good now and may make others. */
    private List<UUID> admins() {
        return database.read(h -> h.createQuery("SELECT id FROM tokens WHERE role = 'admin' AND revoked_at IS NULL"
                        + " AND (expires_at IS NULL OR expires_at > :now)")
                .bind("now", clock.millis())
                .map((row, context) -> UUID.fromString(row.getString("id")))
                .list());
    }

    /** The token of this secret, if it is good now; that it was used is written down, once a minute at most. */
    Optional<Token> use(String secret) {
        String hash = TokenSecret.hash(secret);
        Optional<Token> found = database.read(h -> h.createQuery("SELECT * FROM tokens WHERE hash = :hash")
                        .bind("hash", hash)
                        .map((row, context) -> new Kept(token(row), row.getString("hash")))
                        .findOne())
                .filter(k -> TokenSecret.same(k.hash(), hash))
                .map(Kept::token)
                .filter(t -> t.isGoodAt(clock.instant()));
        found.ifPresent(this::note);
        return found;
    }

    private record Kept(Token token, String hash) {}

    /** One page, in the order in which they were made. */
    List<Token> page(PageRequest page) {
        return database.read(h -> h.createQuery("SELECT * FROM tokens WHERE id > :after ORDER BY id LIMIT :limit")
                .bind("after", page.after().orElse(""))
                .bind("limit", page.size() + 1)
                .map((row, context) -> token(row))
                .list());
    }

    Optional<Token> find(UUID id) {
        return database.read(h -> h.createQuery("SELECT * FROM tokens WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> token(row))
                .findOne());
    }

    /**
     * From now on it is worth nothing; false if there is none such.
     *
     * @throws VivariumException CONFLICT {@code access.last-admin} if nobody could make tokens then
     */
    boolean revoke(UUID id) {
        return database.write(h -> {
            if (admins().equals(List.of(id))) {
                throw new VivariumException(
                        Kind.CONFLICT, "access.last-admin", "this is the last token that may make other ones");
            }
            return h.createUpdate("UPDATE tokens SET revoked_at = coalesce(revoked_at, :now) WHERE id = :id")
                            .bind("now", clock.millis())
                            .bind("id", id.toString())
                            .execute()
                    > 0;
        });
    }

    private void note(Token token) {
        Instant now = clock.instant();
        Instant last = noted.getOrDefault(token.id(), token.lastUsedAt().orElse(Instant.EPOCH));
        if (last.plus(USE_IS_NOTED_EVERY).isAfter(now)) {
            return;
        }
        noted.put(token.id(), now);
        database.writeBeside(h -> h.createUpdate("UPDATE tokens SET last_used_at = :now WHERE id = :id")
                .bind("now", now.toEpochMilli())
                .bind("id", token.id().toString())
                .execute());
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                UUID.fromString(row.getString("id")),
                row.getString("name"),
                Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                Optional.of(labels(row.getString("labels"))).filter(l -> !l.isEmpty()),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "expires_at"),
                time(row, "last_used_at"),
                time(row, "revoked_at"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Map<String, String> labels(String json) {
        Map<String, String> labels = new TreeMap<>();
        Json.read(json, JsonNode.class)
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return labels;
    }
}
