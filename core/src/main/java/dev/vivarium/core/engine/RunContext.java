package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.LeaseLost;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeEdit;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The {@link StepContext} of one run of one operation. Used by the working thread alone. */
final class RunContext implements StepContext, AutoCloseable {
    private static final String OPERATION = "";

    private final Installation installation;
    private final Journal journal;
    private final OperationHistory history;
    private final Cancellation cancellation;
    private final Consumer<Progress> listener;
    private final Journal.Lease lease;
    private final GuestLink guest;
    private final Instant runBegan;
    private @Nullable Node expected;
    private String step = OPERATION;
    private Instant stepBegan;
    private boolean undoing;

    RunContext(
            Installation installation,
            OperationHistory history,
            Journal.Lease lease,
            Cancellation cancellation,
            Consumer<Progress> listener) {
        this.installation = installation;
        this.journal = installation.journal();
        this.history = history;
        this.lease = lease;
        this.cancellation = cancellation;
        this.listener = listener;
        this.runBegan = installation.clock().instant();
        this.stepBegan = runBegan;
        this.guest = new GuestLink(installation, this);
    }

    <Q> Q request(Class<Q> type) {
        return Json.read(history.record().request(), type);
    }

    Instant now() {
        return installation.clock().instant();
    }

    String step() {
        return step;
    }

    void enter(String name, String text) {
        step = name;
        expected = null;
        stepBegan = now();
        tell(Progress.Phase.STEP_STARTED, -1, text, stepBegan);
    }

    void left() {
        tell(Progress.Phase.STEP_FINISHED, 1, "", stepBegan);
    }

    /** From here on cancelling has no effect: what is being undone is undone. */
    void beginUndo() {
        undoing = true;
    }

    void undoing(String name, String text) {
        step = name;
        expected = null;
        tell(Progress.Phase.STEP_UNDOING, -1, text, now());
    }

    void ended(String what) {
        step = OPERATION;
        tell(Progress.Phase.ENDED, 1, what, runBegan);
    }

    void write(Entry entry) {
        inJournal(() -> journal.append(history.record().id(), entry));
        history.add(entry);
    }

    /** Several in this order. */
    void write(List<Entry> entries) {
        inJournal(() -> journal.append(history.record().id(), entries));
        entries.forEach(history::add);
    }

    /** True if somebody asked to cancel it; also when cancelling has no effect any more. */
    boolean cancelRequested() {
        return journal.cancelRequested(history.record().id());
    }

    @Override
    public String nodeName() {
        return nodeIfPresent().map(n -> n.spec().name()).orElse(nodeId().toString());
    }

    @Override
    public <T> Optional<T> recall(Key<T> key) {
        return history.recall(step, key);
    }

    @Override
    public <T> void remember(Key<T> key, T value) {
        write(new Entry.Remembered(step, key.name(), Json.tree(value)));
    }

    @Override
    public <T> Optional<T> shared(Key<T> key) {
        return history.recall(OPERATION, key);
    }

    @Override
    public <T> void share(Key<T> key, T value) {
        write(new Entry.Remembered(OPERATION, key.name(), Json.tree(value)));
    }

    @Override
    public void progress(double fraction, String what) {
        tell(Progress.Phase.STEP_PROGRESS, fraction, what, stepBegan);
    }

    @Override
    public void checkCancelled() {
        if (lease.isLost()) {
            throw new LeaseLost("another instance works on " + nodeId() + " now");
        }
        if (undoing) {
            cancellation.checkClosing();
        } else {
            cancellation.check();
        }
    }

    @Override
    public void pause(Duration time) {
        if (undoing) {
            cancellation.pauseUnlessClosing(time);
        } else {
            cancellation.pause(time);
        }
    }

    @Override
    public Node node() {
        Node node = nodeIfPresent()
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "node.gone", "the node " + nodeId() + " does not exist any more"));
        if (expected == null) {
            expected = node;
        }
        return node;
    }

    @Override
    public Optional<Node> nodeIfPresent() {
        return inJournal(() -> journal.node(nodeId()));
    }

    @Override
    public Node update(UnaryOperator<NodeEdit> change) {
        Node changed = change.apply(node().edit()).at(now());
        put(changed);
        return changed;
    }

    @Override
    public void put(Node node) {
        inJournal(() -> journal.put(node));
        expected = node;
    }

    @Override
    public void removeNode() {
        inJournal(() -> journal.remove(nodeId()));
    }

    @Override
    public Hypervisor hypervisor() {
        return hypervisor(node().spec().hypervisor());
    }

    @Override
    public Hypervisor hypervisor(String name) {
        return new GuardedHypervisor(installation.hypervisor(name), lease::check, this::beforeLoss);
    }

    /** A late call must not end what runs, or roll it back, after others have begun something new on the node. */
    private void beforeLoss() {
        lease.check();
        Node planned = expected;
        Optional<Node> now = nodeIfPresent();
        if (planned != null
                && now.filter(n -> n.generation() == planned.generation() && n.state() == planned.state())
                        .isEmpty()) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "node.changed",
                    "somebody changed the node while this was under way, so it was not carried out; look at the node, and"
                            + " ask again if it is still wanted");
        }
    }

    /** Without its journal a run can neither go on nor say that it failed; the next one goes on. */
    private static <T> T inJournal(Supplier<T> call) {
        try {
            return call.get();
        } catch (VivariumException e) {
            if (e.kind() == Kind.UNAVAILABLE) {
                throw new LeaseLost(e.message(), e);
            }
            throw e;
        }
    }

    private static void inJournal(Runnable call) {
        inJournal(() -> {
            call.run();
            return true;
        });
    }

    @Override
    public Machine machine() {
        Node node = node();
        return Machines.find(hypervisor(), node.id())
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "machine.gone",
                        "the machine of node '" + node.spec().name() + "' is not on hypervisor '"
                                + node.spec().hypervisor() + "' any more; remove the node with 'vivarium rm "
                                + node.spec().name() + "' and create it anew"));
    }

    @Override
    public GuestLink guest() {
        return guest;
    }

    @Override
    public void close() {
        guest.close();
    }

    private NodeId nodeId() {
        return history.record().node();
    }

    private void tell(Progress.Phase phase, double fraction, String what, Instant since) {
        Instant now = now();
        int index = history.record().steps().indexOf(step) + 1;
        listener.accept(new Progress(
                history.record().id(),
                history.record().kind(),
                step,
                index,
                history.record().steps().size(),
                phase,
                fraction,
                what,
                now,
                Duration.between(since, now)));
    }
}
