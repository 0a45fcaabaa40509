package dev.vivarium.service.sessions;

import dev.vivarium.core.model.Labels;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A session as it is stored.
 *
 * @param id its identity
 * @param node of which node
 * @param policy the policy and due time that asked for it; empty if somebody did
 * @param terms what was said
 * @param state where it is
 * @param requestedAt when it was asked for
 * @param opensAt not before that; what is prepared earlier waits
 * @param operation what prepares or ends it; the last one if nothing runs
 * @param prepared true if what comes before it is done, or done without
 * @param endRequested true if somebody wants it to end
 * @param startedFrom the snapshot that was taken or rolled back to
 * @param startedAt when it was open
 * @param endedAt when it was over
 * @param warnings what a person should know
 * @param reason why it is blocked, and what to do
 */
public record SessionRecord(
        UUID id,
        NodeId node,
        Optional<ByPolicy> policy,
        SessionTerms terms,
        SessionState state,
        Instant requestedAt,
        Instant opensAt,
        Optional<OperationId> operation,
        boolean prepared,
        boolean endRequested,
        Optional<SnapshotId> startedFrom,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        List<String> warnings,
        Optional<String> reason) {

    public SessionRecord {
        warnings = List.copyOf(warnings);
    }

    /** Which run of which policy. */
    public record ByPolicy(UUID id, Instant dueAt) {}

    /** One that was just asked for. */
    public static SessionRecord requested(
            UUID id, NodeId node, Optional<ByPolicy> policy, SessionTerms terms, Instant now, Instant opensAt) {
        return new SessionRecord(
                id,
                node,
                policy,
                terms,
                SessionState.PREPARING,
                now,
                opensAt,
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** When it ends by itself, if it does. */
    public Optional<Instant> endsAt() {
        return startedAt.flatMap(at -> terms.endsAfter().map(at::plus));
    }

    /** True if it is open and will go back to this snapshot when it ends. */
    public boolean needs(SnapshotId snapshot) {
        return !state.isOver()
                && terms.after() == AfterSession.ROLLBACK
                && startedFrom.filter(snapshot::equals).isPresent();
    }

    /** What a snapshot that is taken for it is found by: its own labels, and which session and policy it was. */
    Map<String, String> snapshotLabels() {
        Map<String, String> all = new TreeMap<>();
        all.put("session", id.toString());
        policy.ifPresent(p -> all.put("policy", p.id().toString()));
        terms.labels().forEach((key, value) -> {
            if (all.size() < Labels.MOST) { // ours come first
                all.putIfAbsent(key, value);
            }
        });
        return all;
    }

    SessionEdit edit() {
        return new SessionEdit(this);
    }
}
