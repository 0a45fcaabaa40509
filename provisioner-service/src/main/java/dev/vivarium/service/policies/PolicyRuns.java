package dev.vivarium.service.policies;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.session.Overlap;
import dev.vivarium.service.policies.PolicyRun.Outcome;
import dev.vivarium.service.sessions.OpenSessions;
import dev.vivarium.service.sessions.SessionListener;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionRecord.ByPolicy;
import dev.vivarium.service.sessions.SessionState;
import dev.vivarium.service.sessions.SessionWork;
import dev.vivarium.service.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Begins a run on a node, and keeps its row as its session goes on. */
final class PolicyRuns implements SessionListener {
    private final Database database;
    private final OpenSessions sessions;
    private final SessionWork work;
    private final PolicyRetention retention;
    private final Clock clock;

    PolicyRuns(Database database, OpenSessions sessions, SessionWork work, PolicyRetention retention, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.work = work;
        this.retention = retention;
        this.clock = clock;
    }

    /** Begins the run on this node, unless this due time has its row already. */
    void begin(Handle h, PolicyRecord policy, PolicyRecord.Current run, NodeId node) {
        if (RunTable.exists(h, policy.id(), node, run.dueAt())) {
            return;
        }
        if (work.node(node).isEmpty()) {
            RunTable.insert(h, PolicyRun.skipped(policy.id(), Optional.of(node), run.dueAt(), "there is no such node"));
            return;
        }
        Optional<SessionRecord> inUse = sessions.active(node);
        Optional<PolicyRun> waiting = RunTable.waiting(h, node);
        String why = inUse.map(s -> "session " + s.id() + " of the node has not ended")
                .orElse("another run waits for the node");
        switch (policy.spec().overlap().orElse(Overlap.SKIP).decide(inUse.isPresent(), waiting.isPresent())) {
            case BEGIN -> {
                PolicyRun begun = running(policy, node, run.dueAt(), run.note());
                RunTable.insert(h, begun);
                open(policy, begun);
            }
            case WAIT -> RunTable.insert(h, PolicyRun.waiting(policy.id(), node, run.dueAt(), why));
            case LEAVE_OUT -> RunTable.insert(h, PolicyRun.skipped(policy.id(), Optional.of(node), run.dueAt(), why));
        }
    }

    @Override
    public void changed(Optional<SessionRecord> before, SessionRecord after) {
        database.write(h -> {
            boolean wasPrepared = before.map(SessionRecord::prepared).orElse(false);
            if (after.policy().isPresent() && (after.state().isOver() || after.prepared() != wasPrepared)) {
                RunTable.ofSession(h, after.id()).ifPresent(run -> keep(h, run, after, wasPrepared));
            }
            if (after.state().isOver()) {
                beginWaiting(h, after.node());
            }
            return after;
        });
    }

    private void keep(Handle h, PolicyRun run, SessionRecord session, boolean wasPrepared) {
        Optional<String> told = told(run, session);
        if (session.prepared() && !wasPrepared) {
            RunTable.update(h, run.ended(Outcome.DONE, told, clock.instant(), tidied(h, session)));
        } else if (session.prepared()) {
            RunTable.update(h, run.outcome(Outcome.DONE, told));
        } else {
            RunTable.update(h, run.ended(Outcome.FAILED, told, clock.instant(), List.of()));
        }
    }

    private static Optional<String> told(PolicyRun run, SessionRecord session) {
        List<String> all = new ArrayList<>();
        run.reason().ifPresent(all::add);
        session.warnings().stream()
                .filter(w -> !String.join("; ", all).contains(w))
                .forEach(all::add);
        session.reason().ifPresent(all::add);
        if (all.isEmpty() && session.state() == SessionState.ENDED && !session.prepared()) {
            all.add("the session was ended before it began");
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    /** Old snapshots go when there is a new one, not before. */
    private List<SnapshotId> tidied(Handle h, SessionRecord session) {
        return session.policy()
                .flatMap(by -> PolicyTable.find(h, by.id()))
                .flatMap(policy ->
                        work.node(session.node()).map(node -> retention.apply(policy.id(), policy.spec(), node)))
                .orElse(List.of());
    }

    private void beginWaiting(Handle h, NodeId node) {
        Optional<PolicyRun> next = RunTable.waiting(h, node);
        while (next.isPresent() && sessions.active(node).isEmpty()) {
            PolicyRun run = next.get();
            Optional<PolicyRecord> policy =
                    PolicyTable.find(h, run.policy()).filter(p -> p.spec().isEnabled());
            if (policy.isEmpty() || work.node(node).isEmpty()) {
                RunTable.update(h, run.outcome(Outcome.SKIPPED, Optional.of("it waited, and is not wanted any more")));
            } else {
                PolicyRun begun = running(
                        policy.get(),
                        node,
                        run.dueAt(),
                        Optional.of("it waited: " + run.reason().orElse("")));
                RunTable.update(h, begun);
                open(policy.get(), begun);
            }
            next = RunTable.waiting(h, node);
        }
    }

    private PolicyRun running(PolicyRecord policy, NodeId node, Instant dueAt, Optional<String> note) {
        // named by what it is, so that whoever begins it a second time opens no other one
        UUID session = UUID.nameUUIDFromBytes(
                (policy.id() + " " + node + " " + dueAt.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
        return PolicyRun.running(policy.id(), node, dueAt, note, session, clock.instant());
    }

    private void open(PolicyRecord policy, PolicyRun run) {
        sessions.open(
                run.session().orElseThrow(),
                run.node().orElseThrow(),
                Optional.of(new ByPolicy(policy.id(), run.dueAt())),
                policy.spec().terms(),
                Optional.of(run.dueAt()));
    }
}
