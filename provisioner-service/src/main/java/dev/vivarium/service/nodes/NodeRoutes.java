package dev.vivarium.service.nodes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.service.http.LabelFilter;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import java.util.ArrayList;
import java.util.List;

/** Nodes over HTTP: looking at them. */
public final class NodeRoutes {
    private final Vivarium vivarium;
    private final Nodes nodes;
    private final NodeIndex index;

    /** Of these. */
    public NodeRoutes(Vivarium vivarium, Nodes nodes, NodeIndex index) {
        this.vivarium = vivarium;
        this.nodes = nodes;
        this.index = index;
    }

    /** What a pre-flight found, on the wire. */
    record FindingsBody(boolean possible, List<Finding> findings) {
        static Reply reply(List<Finding> findings) {
            return Reply.ok(new FindingsBody(findings.stream().noneMatch(Finding::isError), findings));
        }
    }

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listNodes", this::list).on("getNode", this::get);
    }

    private Reply list(Request request) {
        PageRequest page = request.page();
        LabelFilter labels = request.labels();
        NodeIndex.Wanted wanted = new NodeIndex.Wanted(
                request.query("state", NodeState.class).map(NodeState::name),
                request.query("hypervisor"),
                request.query("name"));
        List<NodeIndex.Line> found = new ArrayList<>();
        String after = page.after().orElse("");
        List<NodeIndex.Line> next = index.after(wanted, after, page.size() + 1);
        while (!next.isEmpty() && found.size() <= page.size()) {
            after = next.get(next.size() - 1).node().spec().name();
            next.stream()
                    .filter(n ->
                            !request.principal().isLimitedFrom(n.node().spec().labels()))
                    .filter(n -> labels.matches(n.node().spec().labels()))
                    .forEach(found::add);
            next = next.size() <= page.size() ? List.of() : index.after(wanted, after, page.size() + 1);
        }
        List<NodeIndex.Line> shown = found.subList(0, Math.min(found.size(), page.size() + 1));
        return Reply.ok(page.cut(shown, n -> n.node().spec().name()).map(NodeIndex.Line::json));
    }

    private Reply get(Request request) {
        Node node = nodes.visible(request);
        return Reply.ok(nodes.body(request.flag("refresh") ? vivarium.refresh(node.id()) : node));
    }
}
