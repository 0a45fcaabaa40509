package dev.vivarium.service.sessions;

import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.access.Audit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes into the audit what sessions begin by themselves; what somebody asked for is there by its request.
 *
 * @param audit the audit
 * @param policies the name of a policy, if there still is one of this id
 */
public record SessionAudit(Audit audit, Function<UUID, Optional<String>> policies) implements SessionListener {

    @Override
    public void changed(Optional<SessionRecord> before, SessionRecord after) {
        Optional<OperationId> operation = after.operation();
        if (operation.isPresent() && !before.flatMap(SessionRecord::operation).equals(operation)) {
            String action = after.state() == SessionState.PREPARING ? "prepare-session" : "end-session";
            audit.add(
                    Audit.Entry.byService(
                            actor(after),
                            action,
                            Optional.of(after.node().toString()),
                            operation.map(OperationId::toString),
                            "accepted"),
                    Optional.empty());
        }
    }

    private String actor(SessionRecord session) {
        return session.policy()
                .flatMap(by -> policies.apply(by.id()))
                .map(name -> "policy " + name)
                .orElse("service");
    }
}
