package dev.vivarium.service.operations;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.operations.OperationBody.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations over HTTP. */
public final class OperationRoutes {
    private final StoredOperations operations;
    private final OperationIndex index;

    /** Of these. */
    public OperationRoutes(StoredOperations operations, OperationIndex index) {
        this.operations = operations;
        this.index = index;
    }

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listOperations", this::list)
                .on("getOperation", this::get)
                .change("cancelOperation", this::cancel)
                .on("streamOperationEvents", this::stream);
    }

    private Reply list(Request request) {
        PageRequest page = request.page();
        Optional<State> state = request.query("state", State.class);
        OperationIndex.Wanted wanted = new OperationIndex.Wanted(
                request.query("node"),
                request.query("kind"),
                state.filter(OperationRoutes::isEnd)
                        .map(s -> Entry.Outcome.valueOf(s.name()).name()),
                state.map(OperationRoutes::isEnd));
        List<Listed> found = new ArrayList<>();
        long before = page.after().map(OperationRoutes::place).orElse(Long.MAX_VALUE);
        List<OperationIndex.Line> lines = index.newest(wanted, before, page.size() + 1);
        while (!lines.isEmpty() && found.size() <= page.size()) {
            for (OperationIndex.Line line : lines) {
                before = line.place();
                shown(line, request)
                        .filter(b -> state.isEmpty() || b.state() == state.get())
                        .ifPresent(b -> found.add(new Listed(line.place(), b)));
            }
            lines = lines.size() <= page.size() ? List.of() : index.newest(wanted, before, page.size() + 1);
        }
        List<Listed> shown = found.subList(0, Math.min(found.size(), page.size() + 1));
        return Reply.ok(page.cut(shown, l -> String.valueOf(l.place())).map(Listed::body));
    }

    private record Listed(long place, OperationBody body) {}

    private Optional<OperationBody> shown(OperationIndex.Line line, Request request) {
        try {
            return Optional.of(operations.body(operations.visible(line.id(), request.principal())));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private Reply get(Request request) {
        OperationBody body = operations.body(found(request));
        Reply reply = Reply.ok(body);
        return body.hasEnded() ? reply : reply.header("Retry-After", "1");
    }

    private Change cancel(Request request) {
        OperationHistory history = found(request);
        OperationId id = history.record().id();
        return () -> {
            operations.cancel(id);
            return Reply.accepted("/v1/operations/" + id, operations.body(found(request)))
                    .about(history.record().node().toString());
        };
    }

    private Reply stream(Request request) {
        OperationHistory history = found(request);
        long seen = request.header("Last-Event-ID").map(OperationRoutes::place).orElse(-1L);
        return Reply.events(new OperationStream(operations, history.record().id(), seen, request.principal()));
    }

    private OperationHistory found(Request request) {
        return operations.visible(request.path("operationId", OperationId::parse), request.principal());
    }

    private static boolean isEnd(State state) {
        return switch (state) {
            case DONE, FAILED, CANCELLED, NEEDS_OPERATOR -> true;
            case WAITING, RUNNING, UNDOING -> false;
        };
    }

    private static Long place(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("request.place", "this is no place that this service named");
        }
    }
}
