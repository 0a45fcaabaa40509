package dev.vivarium.service.claims;

import dev.vivarium.core.engine.Recipe;
import dev.vivarium.core.engine.Step;
import dev.vivarium.core.engine.StepContext;
import java.util.List;
import java.util.stream.IntStream;

/** An operation whose steps are given to the test. */
final class Script implements Recipe<Script.Request, String> {
    private final Body body;

    /** What each step does. */
    interface Body {
        void run(String name, int step, StepContext context);
    }

    /** What is asked for: so many steps, under this name. */
    record Request(String name, int steps) {}

    Script(Body body) {
        this.body = body;
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
        return IntStream.rangeClosed(1, request.steps())
                .mapToObj(i -> Step.<Request>of("step-" + i, "step " + i, (q, c) -> body.run(q.name(), i, c)))
                .toList();
    }

    @Override
    public String result(Request request, StepContext context) {
        return request.name();
    }
}
