package dev.vivarium.service.policies;

import dev.vivarium.core.journal.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** The rows of policies. */
final class PolicyTable {
    private static final int VERSION = 1;

    private PolicyTable() {}

    static Optional<PolicyRecord> find(Handle h, UUID id) {
        return one(h.createQuery("SELECT document FROM policies WHERE id = :id").bind("id", id.toString()));
    }

    static Optional<PolicyRecord> named(Handle h, String name) {
        return one(h.createQuery("SELECT document FROM policies WHERE name = :name")
                .bind("name", name));
    }

    /** By name, after this one. */
    static List<PolicyRecord> list(Handle h, Optional<String> after, int limit) {
        return h.createQuery("SELECT document FROM policies WHERE name > :after ORDER BY name LIMIT :limit")
                .bind("after", after.orElse(""))
                .bind("limit", limit)
                .mapTo(String.class)
                .map(PolicyTable::read)
                .list();
    }

    static List<UUID> toWake(Handle h, Instant now, int limit) {
        return h.createQuery("SELECT id FROM policies WHERE wake_at <= :now ORDER BY wake_at LIMIT :limit")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .mapTo(String.class)
                .map(UUID::fromString)
                .list();
    }

    /** What policies go back to, by name or id: to be kept. */
    static List<String> rollbackTargets(Handle h) {
        return h.createQuery("SELECT DISTINCT rollback_to FROM policies WHERE rollback_to IS NOT NULL")
                .mapTo(String.class)
                .list();
    }

    static void insert(Handle h, PolicyRecord policy, Optional<Instant> wake) {
        bound(
                        h.createUpdate(
                                "INSERT INTO policies (id, name, rollback_to, created_at, changed_at, wake_at, version,"
                                        + " document) VALUES (:id, :name, :rollback, :created, :changed, :wake, :version,"
                                        + " :document)"),
                        policy,
                        wake)
                .execute();
    }

    static void update(Handle h, PolicyRecord policy, Optional<Instant> wake) {
        bound(
                        h.createUpdate(
                                "UPDATE policies SET name = :name, rollback_to = :rollback, changed_at = :changed,"
                                        + " wake_at = :wake, version = :version, document = :document WHERE id = :id"),
                        policy,
                        wake)
                .execute();
    }

    static boolean delete(Handle h, UUID id) {
        return h.execute("DELETE FROM policies WHERE id = ?", id.toString()) > 0;
    }

    private static Update bound(Update update, PolicyRecord policy, Optional<Instant> wake) {
        return update.bind("id", policy.id().toString())
                .bind("name", policy.spec().name())
                .bind(
                        "rollback",
                        policy.spec().before().flatMap(b -> b.rollbackTo()).orElse(null))
                .bind("created", policy.createdAt().toEpochMilli())
                .bind("changed", policy.changedAt().toEpochMilli())
                .bind("wake", wake.map(Instant::toEpochMilli).orElse(null))
                .bind("version", VERSION)
                .bind("document", Json.write(policy));
    }

    private static Optional<PolicyRecord> one(Query query) {
        return query.mapTo(String.class).findFirst().map(PolicyTable::read);
    }

    private static PolicyRecord read(String document) {
        return Json.read(document, PolicyRecord.class);
    }
}
