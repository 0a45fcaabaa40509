package dev.vivarium.client;

import dev.vivarium.client.model.AdoptRequest;
import dev.vivarium.client.model.CloneRequest;
import dev.vivarium.client.model.Console;
import dev.vivarium.client.model.Findings;
import dev.vivarium.client.model.Node;
import dev.vivarium.client.model.NodeSpec;
import dev.vivarium.client.model.NodeState;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.StopRequest;
import dev.vivarium.client.model.UpdateRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Virtual machines that each run one bundle. What changes one answers at once with the operation; see {@link Operations#follow}. */
public final class Nodes {
    private final Requests requests;

    Nodes(Requests requests) {
        this.requests = requests;
    }

    /**
     * Which nodes.
     *
     * @param labels all of which must hold; an empty value is any
     */
    public record Filter(
            Optional<NodeState> state, Optional<String> hypervisor, Optional<String> name, Map<String, String> labels) {
        /** All. */
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

        public Filter {
            labels = Map.copyOf(labels);
        }

        /** The one of this name. */
        public static Filter named(String name) {
            return new Filter(Optional.empty(), Optional.empty(), Optional.of(name), Map.of());
        }
    }

    /** By name. */
    public Listing<Node> list(Filter filter) {
        return new Listing<>(
                requests,
                () -> Call.get("/v1/nodes")
                        .query("state", filter.state().map(Queries::word))
                        .query("hypervisor", filter.hypervisor())
                        .query("name", filter.name())
                        .labels(filter.labels())
                        .answersPageOf(Node.class));
    }

    /** As last known. */
    public Node get(UUID node) {
        return requests.send(Call.get("/v1/nodes/{}", node).answers(Node.class));
    }

    /** As the hypervisor says that it is now. */
    public Node refreshed(UUID node) {
        return requests.send(
                Call.get("/v1/nodes/{}", node).query("refresh", true).answers(Node.class));
    }

    /**
     * The end of what its guest wrote to the serial console.
     *
     * @param bytes at most so many
     */
    public Console console(UUID node, int bytes) {
        return requests.send(
                Call.get("/v1/nodes/{}/console", node).query("tail", bytes).answers(Console.class));
    }

    /** The same with its ETag. */
    public Tagged<Node> tagged(UUID node) {
        return requests.tagged(Call.get("/v1/nodes/{}", node).answers(Node.class));
    }

    /** Creates a node and proves that it is ready. */
    public Operation create(NodeSpec spec) {
        return requests.send(Call.keyed("POST", "/v1/nodes").json(spec).answers(Operation.class));
    }

    /** All that would make {@link #create} fail, found without making anything. */
    public Findings preflight(NodeSpec spec) {
        return requests.send(
                Call.keyed("POST", "/v1/nodes").query("dryRun", true).json(spec).answers(Findings.class));
    }

    /** Creates the node of this id; empty if it is there already, with the same wish. */
    public Optional<Operation> put(UUID node, NodeSpec spec) {
        Created created =
                requests.send(Call.keyed("PUT", "/v1/nodes/{}", node).json(spec).answers(Created.class));
        return created.kind().isEmpty() ? Optional.empty() : Optional.of(new Operations(requests).get(created.id()));
    }

    /** An operation if it has a kind, else a node. */
    record Created(UUID id, Optional<String> kind) {}

    /** Removes a node with all that is its own, and cancels what runs on it. */
    public Operation delete(UUID node) {
        return requests.send(
                Call.keyed("DELETE", "/v1/nodes/{}", node).matched().answers(Operation.class));
    }

    /** Starts a node and waits until it is ready. */
    public Operation start(UUID node) {
        return requests.send(
                Call.keyed("POST", "/v1/nodes/{}/start", node).matched().answers(Operation.class));
    }

    /** Shuts a node down. */
    public Operation stop(UUID node, StopRequest request) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/stop", node)
                .matched()
                .json(request)
                .answers(Operation.class));
    }

    /** Stops a node and starts it; the answer is the second operation. */
    public Operation restart(UUID node) {
        return requests.send(
                Call.keyed("POST", "/v1/nodes/{}/restart", node).matched().answers(Operation.class));
    }

    /** Looks whether the node is what it should be; its state follows. */
    public Operation verify(UUID node) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/verify", node).answers(Operation.class));
    }

    /** Tries again to create a node that failed. */
    public Operation retry(UUID node) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/retry", node).answers(Operation.class));
    }

    /** Makes a new node from this one, with an identity of its own. */
    public Operation cloneNode(UUID node, CloneRequest request) {
        return requests.send(
                Call.keyed("POST", "/v1/nodes/{}/clone", node).json(request).answers(Operation.class));
    }

    /** Gives a running node another release of its bundle. */
    public Operation update(UUID node, UpdateRequest request) {
        return requests.send(Call.keyed("POST", "/v1/nodes/{}/update", node)
                .matched()
                .json(request)
                .answers(Operation.class));
    }

    /** Takes a stray machine back as a node. */
    public Operation adopt(UUID node, AdoptRequest request) {
        return requests.send(
                Call.keyed("POST", "/v1/nodes/{}/adopt", node).json(request).answers(Operation.class));
    }
}
