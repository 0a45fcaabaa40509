package dev.vivarium.service.watch;

import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.claims.Claims;
import dev.vivarium.service.claims.Next;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When whose turn it is: a task for each hypervisor, claimed by one instance at a time, and another one for the guests on it, so
 * that a guest that does not answer delays no look at a hypervisor, and no hypervisor that of another one.
 */
public final class Rounds {
    private static final String WATCH = "watch";
    private static final String GLANCE = "glance";
    private static final Duration BETWEEN_GLANCES = Duration.ofSeconds(30);

    private final Claims claims;
    private final Clock clock;
    private boolean guests;

    /** Claimed here. */
    public Rounds(Claims claims, Clock clock) {
        this.claims = claims;
        this.clock = clock;
    }

    /** Looks at hypervisors. Told before the claims are started. */
    public Rounds of(Watch watch) {
        claims.task(WATCH, (hypervisor, state) -> next(watch.look(hypervisor)));
        return this;
    }

    /** Looks into guests as well. */
    public Rounds of(Glances glances) {
        guests = true;
        claims.task(GLANCE, (hypervisor, state) -> {
            try {
                return next(glances.round(hypervisor) ? Optional.of(BETWEEN_GLANCES) : Optional.empty());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new VivariumException(Kind.CANCELLED, "glance.interrupted", "this instance is closing", e);
            }
        });
        return this;
    }

    /** Begins with these, at once; what another instance is at just now it goes on with. */
    public void begin(List<HypervisorConfig> hypervisors) {
        for (HypervisorConfig hypervisor : hypervisors) {
            claims.schedule(WATCH, hypervisor.name(), clock.instant(), "");
            if (guests) {
                claims.schedule(GLANCE, hypervisor.name(), clock.instant().plus(BETWEEN_GLANCES), "");
            } else {
                claims.cancel(GLANCE, hypervisor.name());
            }
        }
    }

    private Next next(Optional<Duration> wait) {
        return wait.map(w -> Next.at(clock.instant().plus(w), "")).orElseGet(Next::over);
    }
}
