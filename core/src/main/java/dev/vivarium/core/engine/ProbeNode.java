package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.bundle.Probe;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks the same questions without limits and under each set of them: check → measure each → take the limits away. They are
 * taken away on every way out; after a crash whoever works on the node next takes them away and measures no more.
 */
public final class ProbeNode implements Recipe<ProbeNode.Request, ProbeReport> {
    private static final Key<NodeState> STATE_BEFORE = Key.of("probe.state-before", NodeState.class);
    private static final Key<String> MEASURED_BY = Key.of("probe.measured-by", String.class);
    private static final Key<ProbeReport> REPORT = Key.of("probe.report", ProbeReport.class);
    private static final int MOST_ROWS = 20;
    private static final int MOST_TIMES = 100;

    private final Installation installation;
    private final String self = UUID.randomUUID().toString();

    /** Works on this installation. */
    public ProbeNode(Installation installation) {
        this.installation = installation;
    }

    /**
     * What is measured.
     *
     * @param rows the limits to measure under, beside none; at most 20
     * @param times how often each question is asked; 1 to 100
     * @param question what to ask in place of the bundle's probes
     */
    public record Request(List<ResourceLimits> rows, int times, Optional<Question> question) {

        /** @throws VivariumException INVALID if there is nothing to measure, or too much */
        public Request {
            rows = List.copyOf(rows);
            if (rows.isEmpty() || rows.size() > MOST_ROWS || rows.stream().anyMatch(ResourceLimits::unlimited)) {
                throw new VivariumException(
                        Kind.INVALID,
                        "probe.rows",
                        "say under which limits to measure: from 1 to " + MOST_ROWS + " sets");
            }
            if (times < 1 || times > MOST_TIMES) {
                throw new VivariumException(
                        Kind.INVALID, "probe.times", "a question is asked from 1 to " + MOST_TIMES + " times");
            }
        }
    }

    /**
     * A question by hand.
     *
     * @param port the guest's TCP port
     * @param path begins with {@code /}
     */
    public record Question(String prompt, int port, String path) {}

    @Override
    public String kind() {
        return "probe";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        List<Step<Request>> steps = new ArrayList<>();
        steps.add(Step.of("check", "seeing what can be limited", this::check));
        steps.add(measure(0, ResourceLimits.NONE));
        for (int row = 1; row <= request.rows().size(); row++) {
            steps.add(measure(row, request.rows().get(row - 1)));
        }
        steps.add(Step.of("clear", "taking the limits away", ProbeNode::clear));
        return steps;
    }

    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        c.guest().settle(failure, c.shared(STATE_BEFORE).orElse(NodeState.UNREADY));
    }

    @Override
    public ProbeReport result(Request request, StepContext c) {
        return c.shared(REPORT).orElseThrow();
    }

    private void check(Request request, StepContext c) {
        c.share(STATE_BEFORE, c.node().state());
        c.share(MEASURED_BY, self);
        if (c.machine().power() != Power.RUNNING) {
            String name = c.node().spec().name();
            throw new VivariumException(
                    Kind.CONFLICT,
                    "probe.off",
                    "node '" + name + "' does not run; start it with 'vivarium start " + name + "'");
        }
        questions(request, c.node());
        require(
                Capability.LIMIT_CPU,
                request.rows().stream().anyMatch(r -> r.cpus().isPresent()),
                c);
        require(
                Capability.LIMIT_MEMORY,
                request.rows().stream().anyMatch(r -> r.memoryMiB().isPresent()),
                c);
        c.share(REPORT, new ProbeReport(c.node().id(), installation.clock().instant(), List.of()));
    }

    private static void require(Capability capability, boolean needed, StepContext c) {
        if (needed) {
            c.hypervisor().supports(capability, c.guest().machineSpec()).orThrow(capability);
        }
    }

    private Step<Request> measure(int row, ResourceLimits limits) {
        return Step.<Request>of(
                        "measure-" + row, "measuring with " + limits.text(), (q, c) -> measure(q, row, limits, c))
                .undoneBy(ProbeNode::clear);
    }

    private void measure(Request request, int row, ResourceLimits limits, StepContext c) {
        if (!c.shared(MEASURED_BY).equals(Optional.of(self))) {
            throw new VivariumException( // nobody waits for it any more; so it ends, and the limits go
                    Kind.CANCELLED, "probe.interrupted", "the process that measured is gone; probe again");
        }
        ProbeReport before = c.shared(REPORT).orElseThrow();
        List<ProbeReport.Row> rows = new ArrayList<>(
                before.rows().subList(0, Math.min(row, before.rows().size())));
        rows.add(measured(request, limits, c));
        c.share(REPORT, new ProbeReport(before.node(), installation.clock().instant(), rows));
    }

    private ProbeReport.Row measured(Request request, ResourceLimits limits, StepContext c) {
        Limits.Applied applied;
        try {
            applied = limits(c).apply(c.machine(), limits, c);
        } catch (VivariumException e) {
            if (e.kind() == Kind.UNSUPPORTED || e.kind() == Kind.GUEST_FAULT) {
                return new ProbeReport.Row(limits, "", Optional.of(e.message()), List.of()); // the others may do
            }
            throw e;
        }
        List<ProbeReport.Question> answers = new ArrayList<>();
        for (Probe probe : questions(request, c.node())) {
            List<ProbeReport.Sample> samples = new ArrayList<>();
            for (int i = 1; i <= request.times(); i++) {
                c.checkCancelled();
                c.progress(-1, "asking " + probe.name() + ", " + i + " of " + request.times());
                samples.add(c.guest().sample(probe));
            }
            answers.add(new ProbeReport.Question(probe.name(), probe.prompt(), samples));
        }
        return new ProbeReport.Row(limits, applied.how(), Optional.empty(), answers);
    }

    private static List<Probe> questions(Request request, Node node) {
        List<Probe> probes = request.question()
                .map(q -> List.of(new Probe("question", q.prompt(), q.port(), q.path(), MachinePlan.ANY_ANSWER)))
                .orElseGet(() ->
                        node.bundle().map(b -> MachinePlan.manifest(b).probes()).orElse(List.of()));
        if (probes.isEmpty()) {
            throw new VivariumException(
                    Kind.INVALID,
                    "probe.none",
                    "the bundle of node '" + node.spec().name()
                            + "' has no probes; add some to bundle.yaml, or say what to ask: --prompt, --port, --path");
        }
        return probes;
    }

    private static void clear(Request request, StepContext c) {
        if (c.nodeIfPresent().isPresent()) {
            c.hypervisor().find(c.node().id()).ifPresent(machine -> limits(c).clear(machine, c));
        }
    }

    private static Limits limits(StepContext c) {
        return c.hypervisor()
                .limits()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED, "unsupported.limits", "this hypervisor cannot limit machines that run"));
    }
}
