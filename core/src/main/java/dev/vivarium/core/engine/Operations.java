package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accepts operations and sees to it that each node has one at a time, in the order accepted, while nodes go side by side.
 * What another process left unfinished on a node is finished first.
 */
public final class Operations implements AutoCloseable {
    private final Installation installation;
    private final Journal journal;
    private final Map<String, Recipe<?, ?>> recipes;
    private final Runs runs;

    /** Operations of these recipes, run by this process. */
    public Operations(Installation installation, List<Recipe<?, ?>> recipes) {
        this(installation, recipes, new LocalRuns(installation));
    }

    Operations(Installation installation, List<Recipe<?, ?>> recipes, Runs runs) {
        this.installation = installation;
        this.journal = installation.journal();
        this.recipes = recipes.stream().collect(Collectors.toMap(Recipe::kind, Function.identity()));
        this.runs = runs;
    }

    /** Operations of these recipes, which {@link #run} runs in whichever instance it is called. */
    public static Operations byClaim(Installation installation, List<Recipe<?, ?>> recipes) {
        return new Operations(installation, recipes, new ClaimedRuns(installation));
    }

    /**
     * Runs an operation in this thread, if its turn has come: nothing earlier is unfinished on its node, nobody else works on
     * it, and its hypervisor has a slot. See {@link #byClaim}.
     *
     * @throws VivariumException if it could be neither ended nor left as it is; it is unfinished then, and may be run again
     * @throws IllegalStateException if this process runs what it accepts by itself
     */
    public Turn run(OperationId id) {
        if (!(runs instanceof ClaimedRuns claimed)) {
            throw new IllegalStateException("operations are run here without being asked");
        }
        return journal.operation(id)
                .map(OperationHistory::record)
                .map(record -> claimed.run(recipe(record.kind()), record))
                .orElseGet(() -> new Turn.Ended(List.of()));
    }

    /** Writes the operation to the journal and runs it when its turn comes. */
    public <Q, T> Operation<T> accept(Recipe<Q, T> recipe, NodeId node, Q request) {
        return runs.inOrder(() -> {
            List<OperationHistory> unfinished = journal.unfinished(node);
            refuseBeside(unfinished);
            unfinished.forEach(this::resume);
            Optional<Node> known = journal.node(node);
            OperationRecord record = new OperationRecord(
                    OperationRecord.VERSION,
                    OperationId.random(),
                    recipe.kind(),
                    node,
                    Json.tree(request),
                    recipe.steps(request).stream()
                            .map(Step::name)
                            .filter(step -> recipe.plans(request, step, known))
                            .toList(),
                    installation.clock().instant());
            journal.accept(record);
            return runs.of(recipe, record);
        });
    }

    /** Goes on with everything that is unfinished; what another process works on is waited for. */
    public List<Operation<?>> resume() {
        return runs.inOrder(
                () -> journal.unfinished().stream().map(h -> resume(h)).collect(Collectors.toList()));
    }

    /**
     * Goes on with the unfinished operation of this recipe and such a request on the node, if there is one. One that failed,
     * and is only not put in order yet, is none.
     */
    public <Q, T> Optional<Operation<T>> resume(Recipe<Q, T> recipe, NodeId node, Predicate<Q> same) {
        return runs.inOrder(() -> {
            Optional<OperationHistory> found = journal.unfinished(node).stream()
                    .filter(h -> h.record().kind().equals(recipe.kind()))
                    .filter(h -> h.failure().isEmpty())
                    .filter(h -> same.test(Json.read(h.record().request(), recipe.requestType())))
                    .findFirst();
            found.ifPresent(h -> resumeNode(node));
            return found.map(h -> runs.of(recipe, h.record()));
        });
    }

    /** Goes on with what {@link #resume(Recipe, NodeId, Predicate)} finds, or accepts the request. */
    public <Q, T> Operation<T> resumeOrAccept(Recipe<Q, T> recipe, NodeId node, Q request, Predicate<Q> same) {
        return resume(recipe, node, same).orElseGet(() -> accept(recipe, node, request));
    }

    /** The operation of such a request that ended well, for a caller who did not hear of its end. */
    public <Q, T> Optional<Operation<T>> ended(Recipe<Q, T> recipe, NodeId node, Predicate<Q> same) {
        return runs.inOrder(() -> journal.ended(node).stream()
                .filter(h -> h.record().kind().equals(recipe.kind()))
                .filter(h -> h.failure().isEmpty())
                .filter(h -> same.test(Json.read(h.record().request(), recipe.requestType())))
                .findFirst()
                .map(h -> runs.of(recipe, h.record())));
    }

    /** Asks for every unfinished operation on the node to be cancelled, whoever runs it. */
    public void cancelAll(NodeId node) {
        journal.unfinished(node).forEach(h -> journal.requestCancel(h.record().id()));
    }

    /** Runs something short under the node's lease, in turn with the node's operations of other processes. */
    public <T> Optional<T> ifIdle(NodeId node, Function<NodeId, T> action) {
        try (Journal.@Nullable Lease lease = journal.tryLease(node).orElse(null)) {
            return lease == null ? Optional.empty() : Optional.of(action.apply(node));
        }
    }

    /** Lets the running operations come to a stop where they are; the next process goes on with them. */
    @Override
    public void close() {
        runs.close();
    }

    /** Nothing new begins beside what another release left in the middle, but for the node's removal, which cancels it. */
    private void refuseBeside(List<OperationHistory> unfinished) {
        unfinished.stream()
                .filter(h -> !isKnown(h) && !journal.cancelRequested(h.record().id()))
                .findFirst()
                .ifPresent(h -> {
                    throw new VivariumException(
                            Kind.NEEDS_OPERATOR,
                            "journal.unknown",
                            "another release of Vivarium left an unfinished '"
                                    + h.record().kind()
                                    + "' on this node, of which this release does not know every step; finish it with the"
                                    + " release that began it, or remove the node with 'vivarium rm'");
                });
    }

    private boolean isKnown(OperationHistory history) {
        Recipe<?, ?> recipe = recipes.get(history.record().kind());
        return recipe != null
                && stepNames(recipe, history.record())
                        .containsAll(history.record().steps());
    }

    /** What each step of an operation does, for people, by its name; empty for one that another release began. */
    public Map<String, String> stepTexts(OperationRecord record) {
        Recipe<?, ?> recipe = recipes.get(record.kind());
        return recipe == null ? Map.of() : texts(recipe, record);
    }

    private static <Q> Map<String, String> texts(Recipe<Q, ?> recipe, OperationRecord record) {
        return recipe.steps(Json.read(record.request(), recipe.requestType())).stream()
                .collect(Collectors.toMap(Step::name, Step::text, (first, second) -> first));
    }

    private static <Q> List<String> stepNames(Recipe<Q, ?> recipe, OperationRecord record) {
        return recipe.steps(Json.read(record.request(), recipe.requestType())).stream()
                .map(Step::name)
                .toList();
    }

    private void resumeNode(NodeId node) {
        journal.unfinished(node).forEach(this::resume);
    }

    private Operation<?> resume(OperationHistory history) {
        return runs.of(recipe(history.record().kind()), history.record());
    }

    private Recipe<?, ?> recipe(String kind) {
        Recipe<?, ?> recipe = recipes.get(kind);
        return recipe == null ? new UnknownRecipe(kind) : recipe;
    }
}
