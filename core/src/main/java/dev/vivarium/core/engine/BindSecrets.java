package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.model.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives a running node other values of its bundle's secrets; its services start anew with them. */
public final class BindSecrets implements Recipe<BindSecrets.Request, Node> {

    /**
     * Which ones.
     *
     * @param secrets where each is kept, by name; those that are not named stay where they are, and are read anew
     */
    public record Request(Map<String, String> secrets) {
        public Request {
            secrets = Map.copyOf(secrets);
        }
    }

    @Override
    public String kind() {
        return "secrets";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(
                Step.of("preflight", "checking what the bundle needs", BindSecrets::preflight),
                Step.of("secrets", "handing over the secrets", BindSecrets::handOver),
                Step.ready());
    }

    @Override
    public Node result(Request request, StepContext c) {
        return c.node();
    }

    private static void preflight(Request request, StepContext c) {
        List<String> named = c.guest().manifest().map(BundleManifest::secrets).orElse(List.of());
        Findings.refuse(NodeSecrets.preflight(named, all(request, c)));
    }

    private static void handOver(Request request, StepContext c) {
        Map<String, String> all = all(request, c);
        NodeSecrets.handOver(c, all);
        c.update(n -> n.spec(c.node().spec().with(c.node().spec().bundle(), all)));
    }

    private static Map<String, String> all(Request request, StepContext c) {
        Map<String, String> all = new TreeMap<>(c.node().spec().secrets());
        all.putAll(request.secrets());
        return all;
    }
}
