package dev.vivarium.core.guest;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tries to connect until a guest that is coming up lets us in. */
final class Reaching {
    /** How often in a row another host key must be seen before it is taken for what it is. */
    static final int SIGHTINGS = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final BiFunction<Endpoint, GuestLogin, GuestSession> connect;
    private final Inactivity inactivity;
    private int wrongKeys;
    private Duration pause = FIRST_PAUSE;
    private @Nullable VivariumException last;

    Reaching(BiFunction<Endpoint, GuestLogin, GuestSession> connect, Inactivity inactivity) {
        this.connect = connect;
        this.inactivity = inactivity;
    }

    GuestSession await(Supplier<Optional<Endpoint>> ssh, GuestLogin login, Work work) {
        while (true) {
            work.checkCancelled();
            Optional<Endpoint> endpoint = ssh.get();
            if (endpoint.isPresent()) {
                try {
                    return connect.apply(endpoint.get(), login);
                } catch (VivariumException e) {
                    weigh(e);
                }
            }
            if (inactivity.exceeded()) {
                throw givenUp(endpoint);
            }
            work.progress(-1, last == null ? "waiting for an address" : waiting(last));
            work.pause(pause);
            pause = longer(pause);
        }
    }

    private void weigh(VivariumException e) {
        if (GuestErrors.is(e, GuestErrors.HOST_KEY)) {
            wrongKeys++;
            pause = LONGEST_PAUSE;
            if (wrongKeys >= SIGHTINGS) {
                throw e;
            }
        } else if (GuestErrors.isPassing(e) || GuestErrors.is(e, GuestErrors.LOGIN_REFUSED)) {
            wrongKeys = 0;
        } else {
            throw e;
        }
        last = e;
    }

    private static String waiting(VivariumException e) {
        return GuestErrors.is(e, GuestErrors.LOGIN_REFUSED)
                ? "the guest is up, its account not yet"
                : "waiting for the guest to answer";
    }

    private VivariumException givenUp(Optional<Endpoint> endpoint) {
        if (last != null && GuestErrors.is(last, GuestErrors.LOGIN_REFUSED)) {
            return last;
        }
        String where = endpoint.map(e -> " at " + e).orElse(", and the hypervisor knows no address of it");
        String why = last == null ? "" : " (" + last.message() + ")";
        String message = "the guest did not answer by SSH" + where + ", and nothing moved for "
                + inactivity.limit().toSeconds() + " s" + why + "; its console log says how far it came";
        return last == null
                ? new VivariumException(Kind.TIMEOUT, GuestErrors.UNREACHABLE, message)
                : new VivariumException(Kind.TIMEOUT, GuestErrors.UNREACHABLE, message, last);
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
}
