package dev.vivarium.cli.service;

import dev.vivarium.cli.nodes.Task;
import dev.vivarium.client.ServiceException;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Event;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.OperationState;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.engine.Progress.Phase;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An operation of a service. It goes on when nobody waits for it, so Ctrl-C only leaves. */
public final class ServiceTask<T> implements Task<T> {
    private final VivariumClient client;
    private final Operation accepted;
    private final Function<Operation, T> result;
    private final Map<String, Instant> begun = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private Consumer<? super Progress> listener = progress -> {};
    private volatile @Nullable Thread waiting;

    /** This operation, which results in that. */
    public ServiceTask(VivariumClient client, Operation accepted, Function<Operation, T> result) {
        this.client = client;
        this.accepted = accepted;
        this.result = result;
        accepted.steps().forEach(s -> texts.put(s.name(), s.text().orElse(s.name())));
    }

    @Override
    public void onProgress(Consumer<? super Progress> to) {
        listener = to;
    }

    @Override
    public T await() {
        waiting = Thread.currentThread();
        Operation ended;
        try {
            ended = client.operations()
                    .follow(accepted.id(), event -> progress(event).ifPresent(listener));
        } catch (ServiceException e) {
            throw left(e);
        } finally {
            waiting = null;
        }
        if (ended.state() != OperationState.DONE) {
            throw Answered.failure(ended);
        }
        return Answered.by(() -> result.apply(ended));
    }

    private VivariumException left(ServiceException e) {
        if (e.code().equals("client.interrupted")) {
            boolean was = Thread.interrupted(); // it has been heard
            return new VivariumException(
                    Kind.CANCELLED, "left", "left" + (was ? "" : " early") + "; the service goes on with it", e);
        }
        return Answered.failure(e, e.status() == 0 ? "; the service may go on with it: " + howToFollow() : "");
    }

    @Override
    public String interrupt() {
        Thread one = waiting;
        if (one != null) {
            one.interrupt();
        }
        return "the service goes on with it; " + howToFollow();
    }

    private String howToFollow() {
        return "follow it with 'vivarium operation follow " + accepted.id()
                + "', cancel it with 'vivarium operation cancel " + accepted.id() + "'";
    }

    private Optional<Progress> progress(Event e) {
        Phase phase;
        switch (e.phase().orElse(Event.Phase.OTHER)) {
            case WAITING -> phase = Phase.WAITING;
            case STEP_STARTED -> phase = Phase.STEP_STARTED;
            case STEP_PROGRESS -> phase = Phase.STEP_PROGRESS;
            case STEP_FINISHED -> phase = Phase.STEP_FINISHED;
            case STEP_UNDOING -> phase = Phase.STEP_UNDOING;
            case ENDED -> phase = Phase.ENDED;
            default -> {
                return Optional.empty();
            }
        }
        String step = e.step().orElse("");
        if (phase == Phase.STEP_STARTED) {
            begun.put(step, e.at());
        }
        Instant since = phase == Phase.ENDED ? accepted.acceptedAt() : begun.getOrDefault(step, accepted.acceptedAt());
        return Optional.of(new Progress(
                new OperationId(accepted.id()),
                accepted.kind(),
                step,
                e.stepIndex().orElse(0),
                e.stepCount().orElse(0),
                phase,
                e.fraction().orElse(phase == Phase.STEP_FINISHED || phase == Phase.ENDED ? 1.0 : -1.0),
                what(phase, step, e),
                e.at(),
                Duration.between(since, e.at())));
    }

    /** A step that begins is told by what it does, an end by how it ended. */
    private String what(Phase phase, String step, Event e) {
        return switch (phase) {
            case STEP_STARTED -> e.text().filter(t -> !t.isEmpty()).orElseGet(() -> texts.getOrDefault(step, step));
            case STEP_FINISHED, STEP_UNDOING -> "";
            case ENDED -> e.state().orElse("").replace('-', ' ');
            case WAITING, STEP_PROGRESS -> e.text().orElse("");
        };
    }
}
