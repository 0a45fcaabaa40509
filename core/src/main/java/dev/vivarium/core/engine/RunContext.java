package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The {@link StepContext} of one run of one operation. Used by the working thread alone. */
final class RunContext implements StepContext, AutoCloseable {
    private static final String OPERATION = "";

    private final Installation installation;
    private final Journal journal;
    private final OperationHistory history;
    private final Cancellation cancellation;
    private final Consumer<Progress> listener;
    private final GuestLink guest;
    private final Instant runBegan;
    private String step = OPERATION;
    private Instant stepBegan;
    private boolean undoing;

    RunContext(
            Installation installation,
            OperationHistory history,
            Cancellation cancellation,
            Consumer<Progress> listener) {
        this.installation = installation;
        this.journal = installation.journal();
        this.history = history;
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
        tell(Progress.Phase.STEP_UNDOING, -1, text, now());
    }

    void ended(String what) {
        step = OPERATION;
        tell(Progress.Phase.ENDED, 1, what, runBegan);
    }

    void write(Entry entry) {
        journal.append(history.record().id(), entry);
        history.add(entry);
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
        return nodeIfPresent()
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "node.gone", "the node " + nodeId() + " does not exist any more"));
    }

    @Override
    public Optional<Node> nodeIfPresent() {
        return journal.node(nodeId());
    }

    @Override
    public Node update(UnaryOperator<NodeEdit> change) {
        Node changed = change.apply(node().edit()).at(now());
        journal.put(changed);
        return changed;
    }

    @Override
    public void removeNode() {
        journal.remove(nodeId());
    }

    @Override
    public Hypervisor hypervisor() {
        return installation.hypervisor(node().spec().hypervisor());
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
