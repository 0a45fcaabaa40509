package dev.vivarium.service.webhooks;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.keys.SealingKey;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The webhooks of this service. */
public final class Webhooks {
    /** What the key that seals their secrets is for. */
    public static final String SEALED_FOR = "webhook";

    private static final int MOST = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final SealingKey key;
    private final Clock clock;

    /**
     * Those in this database.
     *
     * @param key seals their secrets; derived for {@link #SEALED_FOR}
     */
    public Webhooks(Database database, SealingKey key, Clock clock) {
        this.database = database;
        this.key = key;
        this.clock = clock;
    }

    /** A webhook as it was made: the only time that its secret is shown. */
    public record Made(Webhook webhook, Secret secret) {}

    /**
     * Makes one.
     *
     * @throws VivariumException CONFLICT {@code webhook.many} if there are 100 already
     */
    public Made make(String url, List<EventType> events) {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        Secret secret =
                Secret.of("whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
        Webhook webhook =
                new Webhook(UUID.randomUUID(), url, events, clock.instant(), Optional.empty(), Optional.empty());
        database.write(h -> {
            if (h.createQuery("SELECT count(*) FROM webhooks").mapTo(Long.class).one() >= MOST) {
                throw new VivariumException(
                        Kind.CONFLICT, "webhook.many", "there are " + MOST + " webhooks already; remove one first");
            }
            return h.createUpdate("INSERT INTO webhooks (id, url, events, secret, created_at)"
                            + " VALUES (:id, :url, :events, :secret, :created)")
                    .bind("id", webhook.id().toString())
                    .bind("url", url)
                    .bind("events", Rows.events(events))
                    .bind("secret", key.seal(secret, webhook.id().toString()))
                    .bind("created", webhook.createdAt().toEpochMilli())
                    .execute();
        });
        return new Made(webhook, secret);
    }

    /** The webhook, if there is one. */
    public Optional<Webhook> find(UUID id) {
        return database.read(h -> h.createQuery("SELECT * FROM webhooks WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> Rows.webhook(row))
                .findOne());
    }

    /** One page, ordered by id. */
    public List<Webhook> page(PageRequest page) {
        return database.read(h -> h.createQuery("SELECT * FROM webhooks WHERE id > :after ORDER BY id LIMIT :limit")
                .bind("after", page.after().orElse(""))
                .bind("limit", page.size() + 1)
                .map((row, context) -> Rows.webhook(row))
                .list());
    }

    /** Removes one with its deliveries; false if there is none such. */
    public boolean remove(UUID id) {
        return database.write(h -> h.execute("DELETE FROM webhooks WHERE id = ?", id.toString())) > 0;
    }

    /** The webhooks that want to hear of this. */
    List<UUID> wanting(EventType type) {
        return database.read(h -> h.createQuery("SELECT * FROM webhooks ORDER BY id")
                .map((row, context) -> Rows.webhook(row))
                .filter(w -> w.events().contains(type))
                .map(Webhook::id)
                .list());
    }

    /**
     * What its deliveries are signed with.
     *
     * @throws VivariumException NOT_FOUND if there is no such webhook; DENIED if another master key sealed it
     */
    Secret secret(UUID id) {
        String sealed = database.read(h -> h.createQuery("SELECT secret FROM webhooks WHERE id = :id")
                        .bind("id", id.toString())
                        .mapTo(String.class)
                        .findOne())
                .orElseThrow(
                        () -> new VivariumException(Kind.NOT_FOUND, "webhook.unknown", "there is no such webhook"));
        return key.open(sealed, id.toString());
    }
}
