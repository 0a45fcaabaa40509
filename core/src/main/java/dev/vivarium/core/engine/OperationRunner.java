package dev.vivarium.core.engine;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs a recipe against its journal. A step that is finished is not run again; one that was cut short is run again; a
 * failure undoes in reverse order what was begun, or leaves it where the recipe says so. Whoever calls holds the node's
 * lease.
 *
 * <p>An {@link Error} is no failure of a step but the end of this process as far as the journal is concerned: nothing is
 * written, and the next run goes on.
 */
final class OperationRunner<Q, T> {
    private final Recipe<Q, T> recipe;
    private final OperationHistory history;
    private final RunContext context;
    private final Q request;
    private final Map<String, Step<Q>> steps;

    OperationRunner(Recipe<Q, T> recipe, OperationHistory history, RunContext context) {
        this.recipe = recipe;
        this.history = history;
        this.context = context;
        this.request = context.request(recipe.requestType());
        this.steps = recipe.steps(request).stream().collect(Collectors.toMap(Step::name, Function.identity()));
    }

    /** Runs what is left of it. */
    T run() {
        if (history.end().isPresent()) {
            return ended();
        }
        refuseUnknownSteps();
        if (history.failure().isEmpty()) {
            Optional<T> result = attempt();
            if (result.isPresent()) {
                end(Entry.Outcome.DONE); // if this cannot be written the next run ends it
                return result.get();
            }
        }
        throw settleFailure();
    }

    /** Empty if it failed, and that is written down. */
    private Optional<T> attempt() {
        try {
            forward();
            return Optional.of(recipe.result(request, context));
        } catch (VivariumException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new VivariumException(
                    Kind.INTERNAL, "internal", "this is a mistake in Vivarium, please report it: " + e, e));
        }
        return Optional.empty();
    }

    /** Before anything is done, and nothing is: neither going on nor undoing is safe without knowing every step. */
    private void refuseUnknownSteps() {
        Optional<String> unknown = history.record().steps().stream()
                .filter(name -> !steps.containsKey(name))
                .findFirst();
        if (unknown.isPresent()) {
            if (context.cancelRequested()) {
                end(Entry.Outcome.NEEDS_OPERATOR);
            }
            throw new VivariumException(
                    Kind.NEEDS_OPERATOR,
                    "journal.step",
                    "the unfinished '" + recipe.kind() + "' of node '" + context.nodeName() + "' has a step '"
                            + unknown.get()
                            + "' that this release does not know; nothing was changed: use the release that began it, or"
                            + " remove the node with 'vivarium rm " + context.nodeName() + "'");
        }
    }

    private T ended() {
        if (history.failure().isPresent()) {
            throw failure();
        }
        return recipe.result(request, context);
    }

    /** The end of a step is written together with the beginning of the next one: what is lost with it is run again. */
    private void forward() {
        List<Entry> unwritten = new ArrayList<>();
        for (String name : history.record().steps()) {
            if (history.isFinished(name)) {
                continue;
            }
            context.enter(name, step(name).text());
            goOnUnlessCancelled(unwritten);
            unwritten.add(new Entry.StepStarted(name, context.now()));
            writeAll(unwritten);
            step(name).action().run(request, context);
            unwritten.add(new Entry.StepFinished(name, context.now()));
            context.left();
        }
        writeAll(unwritten);
    }

    private void goOnUnlessCancelled(List<Entry> unwritten) {
        try {
            context.checkCancelled();
        } catch (RuntimeException | Error e) {
            writeAll(unwritten);
            throw e;
        }
    }

    private void writeAll(List<Entry> unwritten) {
        context.write(unwritten);
        unwritten.clear();
    }

    private void fail(VivariumException e) {
        String step = context.step();
        boolean undo = recipe.undoes(request, step, e);
        write(new Entry.Failed(step, e.kind(), e.code(), e.message(), e.logTail(), undo, context.now()));
    }

    /** Undoes what is left to undo, sets the node's state, and returns what the caller is told. */
    private VivariumException settleFailure() {
        VivariumException failure = failure();
        boolean undo = history.failure().orElseThrow().undo();
        context.beginUndo();
        if (undo) {
            try {
                undoAll();
            } catch (VivariumException e) {
                return needsOperator(failure, e);
            } catch (RuntimeException e) {
                return needsOperator(failure, new VivariumException(Kind.INTERNAL, "internal", e.toString(), e));
            }
        }
        recipe.failed(request, context, failure, undo);
        end(failure.kind() == Kind.CANCELLED ? Entry.Outcome.CANCELLED : Entry.Outcome.FAILED);
        String where = undo ? recipe.undone(request, context) : "";
        return where.isEmpty()
                ? failure
                : new VivariumException(failure.kind(), failure.code(), failure.message() + where)
                        .withLog(failure.logTail());
    }

    private void undoAll() {
        List<String> reversed = new ArrayList<>(history.record().steps());
        Collections.reverse(reversed);
        for (String name : reversed) {
            Step<Q> step = step(name);
            if (history.isStarted(name)
                    && !history.isUndone(name)
                    && step.undo().isPresent()) {
                context.undoing(name, step.text());
                step.undo().get().run(request, context);
                write(new Entry.StepUndone(name, context.now()));
            }
        }
    }

    private VivariumException needsOperator(VivariumException failure, VivariumException undoFailure) {
        VivariumException told = new VivariumException(
                Kind.NEEDS_OPERATOR,
                "undo.failed",
                failure.message() + "; undoing it failed as well: " + undoFailure.message() + ". "
                        + recipe.wayOut(request, context),
                failure);
        recipe.failed(request, context, told, false);
        end(Entry.Outcome.NEEDS_OPERATOR);
        return told.withLog(undoFailure.logTail());
    }

    private VivariumException failure() {
        Entry.Failed f = history.failure().orElseThrow();
        return new VivariumException(f.kind(), f.code(), f.message()).withLog(f.logTail());
    }

    private void end(Entry.Outcome outcome) {
        write(new Entry.Ended(outcome, context.now()));
    }

    private void write(Entry entry) {
        context.write(entry);
    }

    private Step<Q> step(String name) {
        return Objects.requireNonNull(steps.get(name));
    }
}
