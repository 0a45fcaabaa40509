package dev.vivarium.core.engine;

import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A recipe whose steps write down that they ran, and do what a test wants. */
final class Script implements Recipe<Script.Request, String> {
    final List<String> ran = new CopyOnWriteArrayList<>();
    final Map<String, Step.Action<Request>> actions = new HashMap<>();
    final Map<String, Step.Action<Request>> undos = new HashMap<>();
    private final List<String> names;
    private Set<String> keeps = Set.of();

    Script(String... names) {
        this.names = List.of(names);
    }

    record Request(String text) {}

    /** A failure in these steps leaves things as they are. */
    Script keeping(String... steps) {
        keeps = Set.of(steps);
        return this;
    }

    Script on(String step, Step.Action<Request> action) {
        actions.put(step, action);
        return this;
    }

    Script undo(String step, Step.Action<Request> action) {
        undos.put(step, action);
        return this;
    }

    @Override
    public String kind() {
        return "script";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        List<Step<Request>> steps = new ArrayList<>();
        for (String name : names) {
            steps.add(Step.<Request>of(name, "does " + name, (q, c) -> run(name, q, c))
                    .undoneBy((q, c) -> undo(name, q, c)));
        }
        return steps;
    }

    @Override
    public boolean undoes(Request request, String failedStep, VivariumException failure) {
        return !keeps.contains(failedStep);
    }

    @Override
    public void failed(Request request, StepContext context, VivariumException failure, boolean undone) {
        ran.add((undone ? "undone: " : "kept: ") + failure.code());
        context.nodeIfPresent().ifPresent(n -> context.update(e -> e.state(NodeState.FAILED, failure.message())));
    }

    @Override
    public String result(Request request, StepContext context) {
        return request.text() + "!";
    }

    private void run(String name, Request q, StepContext c) {
        ran.add(name);
        if (actions.containsKey(name)) {
            actions.get(name).run(q, c);
        }
    }

    private void undo(String name, Request q, StepContext c) {
        ran.add("-" + name);
        if (undos.containsKey(name)) {
            undos.get(name).run(q, c);
        }
    }
}
