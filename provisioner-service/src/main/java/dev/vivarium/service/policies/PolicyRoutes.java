package dev.vivarium.service.policies;

import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.session.Timetable;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Principal;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.policies.PolicyBody.NextRunBody;
import dev.vivarium.service.policies.PolicyBody.PreviewBody;
import dev.vivarium.service.policies.PolicyBody.RunBody;
import dev.vivarium.service.snapshots.SnapshotBody;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Policies over HTTP. A caller that is limited to some nodes sees and writes only policies for these. */
public final class PolicyRoutes {
    private static final int NEXT_RUNS = 10;
    private static final int MOST_NODES = 1000;
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm xxx", Locale.ROOT);

    private final Policies policies;
    private final Function<NodeId, Optional<Node>> nodes;
    private final Clock clock;

    /** Of these. */
    public PolicyRoutes(Policies policies, Function<NodeId, Optional<Node>> nodes, Clock clock) {
        this.policies = policies;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listPolicies", this::list)
                .on("getPolicy", request -> Reply.ok(body(found(request))))
                .on("previewPolicy", this::preview)
                .on("listPolicyRuns", this::runs)
                .change("createPolicy", request -> write(request, UUID.randomUUID()))
                .change("putPolicy", request -> write(request, request.path("policyId", UUID::fromString)))
                .change("deletePolicy", this::delete);
    }

    private Reply list(Request request) {
        PageRequest page = request.page();
        List<PolicyRecord> found = new ArrayList<>();
        Optional<String> after = page.after();
        List<PolicyRecord> next = policies.list(after, page.size() + 1);
        while (!next.isEmpty() && found.size() <= page.size()) {
            after = Optional.of(next.get(next.size() - 1).spec().name());
            next.stream().filter(p -> isFor(request.principal(), p.spec())).forEach(found::add);
            next = next.size() <= page.size() ? List.of() : policies.list(after, page.size() + 1);
        }
        List<PolicyRecord> shown = found.subList(0, Math.min(found.size(), page.size() + 1));
        return Reply.ok(page.cut(shown, p -> p.spec().name()).map(this::body));
    }

    private Change write(Request request, UUID id) {
        PolicySpec spec = request.body(PolicySpec.class);
        if (!isFor(request.principal(), spec)) {
            throw Refusal.forbidden(
                    "access.labels",
                    "this token may write policies only for nodes with the labels "
                            + request.principal().labels());
        }
        return () -> {
            Optional<PolicyRecord> before = policies.find(id);
            before.ifPresent(p -> requireVisible(request, p));
            request.requireUnchanged(before.stream().map(this::body).toArray());
            Policies.Written written = policies.put(id, spec);
            PolicyBody body = body(written.policy());
            return written.isNew() ? Reply.created("/v1/policies/" + id, body) : Reply.ok(body);
        };
    }

    private Change delete(Request request) {
        return () -> {
            PolicyRecord policy = found(request);
            request.requireUnchanged(body(policy));
            policies.delete(policy.id());
            return Reply.noContent();
        };
    }

    private Reply preview(Request request) {
        PolicySpec spec = request.body(PolicySpec.class);
        Instant now = clock.instant();
        Timetable timetable = spec.timetable();
        List<NextRunBody> next = timetable.next(now, NEXT_RUNS).stream()
                .map(due -> new NextRunBody(
                        due,
                        due.minus(timetable.lead()),
                        Optional.of(LOCAL.format(due.atZone(timetable.schedule().zone())))))
                .toList();
        List<String> about = policies.nodes(spec, MOST_NODES).stream()
                .filter(id -> isVisible(request.principal(), id))
                .map(NodeId::toString)
                .toList();
        List<SnapshotBody> delete = policies.wouldDelete(spec).stream()
                .filter(s -> isVisible(request.principal(), s.snapshot().node()))
                .map(SnapshotBody::of)
                .toList();
        return Reply.ok(new PreviewBody(next, about, delete));
    }

    private Reply runs(Request request) {
        PolicyRecord policy = found(request);
        PageRequest page = request.page();
        List<PolicyRun> following =
                policies.runs(policy.id(), page.after().map(PolicyRoutes::position), page.size() + 1);
        return Reply.ok(page.cut(
                        following,
                        r -> r.dueAt().toEpochMilli() + " "
                                + r.node().map(NodeId::toString).orElse(""))
                .map(RunBody::of));
    }

    private PolicyRecord found(Request request) {
        PolicyRecord policy = policies.policy(request.path("policyId", UUID::fromString));
        requireVisible(request, policy);
        return policy;
    }

    private void requireVisible(Request request, PolicyRecord policy) {
        if (!isFor(request.principal(), policy.spec())) {
            throw Refusal.notFound("policy.unknown", "there is no policy " + policy.id());
        }
    }

    private PolicyBody body(PolicyRecord policy) {
        List<Instant> next =
                policy.spec().isEnabled() ? policy.spec().timetable().next(clock.instant(), NEXT_RUNS) : List.of();
        return PolicyBody.of(
                policy,
                next,
                policies.runs(policy.id(), Optional.empty(), 1).stream().findFirst());
    }

    private boolean isVisible(Principal principal, NodeId id) {
        return nodes.apply(id)
                .filter(n -> !principal.isLimitedFrom(n.spec().labels()))
                .isPresent();
    }

    private boolean isFor(Principal principal, PolicySpec spec) {
        if (principal.labels().isEmpty()) {
            return true;
        }
        Map<String, String> labels = spec.nodes().labels().orElse(Map.of());
        return (labels.isEmpty() || !principal.isLimitedFrom(labels))
                && spec.nodes().ids().orElse(List.of()).stream().allMatch(id -> isVisible(principal, new NodeId(id)));
    }

    private static RunTable.Position position(String token) {
        String[] parts = token.split(" ", -1);
        try {
            String node = parts[parts.length - 1];
            return new RunTable.Position(
                    Instant.ofEpochMilli(Long.parseLong(parts[0])),
                    node.isEmpty() ? node : UUID.fromString(node).toString());
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("request.page-token", "a pageToken is what nextPageToken said");
        }
    }
}
