package dev.vivarium.cli.session;

import dev.vivarium.cli.nodes.Task;
import dev.vivarium.cli.service.ServiceTask;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.Session;
import dev.vivarium.client.model.SessionState;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session that a service prepares or ends; shown by the operation that does it. */
public final class SessionTask implements Task<Session> {
    private static final Duration LOOK = Duration.ofMillis(300);

    private final VivariumClient client;
    private final Session begun;
    private final SessionState passing;
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private Consumer<? super Progress> listener = progress -> {};

    /** Until it is not in this state any more. */
    public SessionTask(VivariumClient client, Session begun, SessionState passing) {
        this.client = client;
        this.begun = begun;
        this.passing = passing;
    }

    @Override
    public void onProgress(Consumer<? super Progress> to) {
        listener = to;
    }

    @Override
    public Session await() {
        waiting.set(Thread.currentThread());
        try {
            Session now = client.sessions().get(begun.node(), begun.id());
            while (now.state() == passing) {
                now.operation().ifPresent(this::follow);
                Thread.sleep(LOOK.toMillis());
                now = client.sessions().get(begun.node(), begun.id());
            }
            return now;
        } catch (InterruptedException e) {
            throw new VivariumException(Kind.CANCELLED, "left", "left; the service goes on with it", e);
        } finally {
            waiting.set(null);
        }
    }

    /** Why it failed, if it did, the session says itself. */
    private void follow(UUID operation) {
        ServiceTask<Operation> task =
                new ServiceTask<>(client, client.operations().get(operation), o -> o);
        task.onProgress(listener);
        try {
            task.await();
        } catch (VivariumException e) {
            if (e.code().equals("left")) {
                Thread.currentThread().interrupt();
            } else if (e.kind() == Kind.UNAVAILABLE) {
                throw e;
            }
        }
    }

    @Override
    public String interrupt() {
        Thread one = waiting.get();
        if (one != null) {
            one.interrupt();
        }
        return "the service goes on with it; see 'vivarium session show'";
    }
}
