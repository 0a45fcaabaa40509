package dev.vivarium.service.access;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.Ledger;
import dev.vivarium.service.http.Principal;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a change, its audit entry and the answer that a repeated request gets in one transaction. */
public final class SqlLedger implements Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(SqlLedger.class);
    private static final String OPERATIONS = "/v1/operations/";

    private final Database database;
    private final Audit audit;
    private final Answers answers;

    /** In this database. */
    public SqlLedger(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.answers = new Answers(database, clock);
    }

    @Override
    public Optional<Reply> answered(Request request) {
        Optional<String> key = request.idempotencyKey();
        return key.flatMap(k -> answers.find(request.principal().id(), k)).map(kept -> {
            if (!kept.fingerprint().equals(request.fingerprint())) {
                throw Refusal.conflict(
                        "request.idempotency-key", "this Idempotency-Key was used for another request; use a new one");
            }
            return kept.reply().header("Idempotent-Replayed", "true");
        });
    }

    @Override
    public Reply commit(Request request, Change change) {
        return database.write(handle -> {
            Optional<Reply> before = answered(request);
            if (before.isPresent()) {
                return before.get();
            }
            Reply reply = change.make();
            add(
                    request,
                    reply.about().or(() -> request.node()),
                    operation(reply),
                    reply.status() == 202 ? "accepted" : "done");
            if (reply.stored()) {
                request.idempotencyKey()
                        .ifPresent(key -> answers.keep(request.principal().id(), key, request.fingerprint(), reply));
            }
            return reply;
        });
    }

    @Override
    public void done(Request request, Reply reply) {
        add(request, reply.about().or(request::node), operation(reply), "done");
    }

    @Override
    public void refused(Request request, String code) {
        try {
            add(request, request.node(), Optional.empty(), code);
        } catch (VivariumException e) {
            LOG.warn("a refusal could not be written to the audit: {}", e.message());
        }
    }

    /** Forgets answers that nobody may ask for any more. */
    public void forget(Duration age) {
        answers.forget(age);
    }

    private void add(Request request, Optional<String> node, Optional<String> operation, String result) {
        Principal who = request.principal();
        audit.add(
                new Audit.Entry(
                        0,
                        java.time.Instant.EPOCH,
                        who.name(),
                        Optional.of(who.id()).filter(id -> !id.isEmpty()),
                        Optional.of(request.address()),
                        request.endpoint().operationId(),
                        node,
                        Optional.of(request.target()),
                        operation,
                        result),
                Optional.of(request.trace().traceId()));
    }

    private static Optional<String> operation(Reply reply) {
        return Optional.ofNullable(reply.headers().get("Location"))
                .filter(l -> l.startsWith(OPERATIONS))
                .map(l -> l.substring(OPERATIONS.length()));
    }
}
